import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from "@mantine/core";

const iris: MantineColorsTuple = [
  "#f3f3ff",
  "#e4e4fb",
  "#c6c6f3",
  "#a7a7ec",
  "#8b8be6",
  "#7777e2",
  "#6767df",
  "#5656cb",
  "#4b4bb4",
  "#3f3f9c",
];

const dark: MantineColorsTuple = [
  "#e6e8ec",
  "#c2c6cf",
  "#969ba8",
  "#757b89",
  "#363b45",
  "#2d313a",
  "#22252d",
  "#15171c",
  "#101216",
  "#0a0b0e",
];

const gray: MantineColorsTuple = [
  "#f8f9fb",
  "#f1f3f6",
  "#e6e9ee",
  "#d8dce3",
  "#bfc5cf",
  "#98a0ad",
  "#717a89",
  "#4e5665",
  "#343b48",
  "#1c212b",
];

/** Calm typography, one accent, small radii; nothing is loaded from elsewhere, the fonts are the system's. */
export const theme = createTheme({
  colors: { iris, dark, gray },
  primaryColor: "iris",
  primaryShade: { light: 7, dark: 6 },
  black: "#1c212b",
  fontFamily: 'ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
  fontSizes: { xs: "0.75rem", sm: "0.8125rem", md: "0.875rem", lg: "1rem", xl: "1.125rem" },
  headings: {
    fontWeight: "600",
    sizes: {
      h1: { fontSize: "1.25rem", lineHeight: "1.4" },
      h2: { fontSize: "1rem", lineHeight: "1.5" },
      h3: { fontSize: "0.875rem", lineHeight: "1.5" },
    },
  },
  defaultRadius: "md",
  radius: { xs: "3px", sm: "4px", md: "6px", lg: "10px", xl: "16px" },
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: "sm" } },
    TextInput: { defaultProps: { size: "sm" } },
    Select: { defaultProps: { size: "sm", checkIconPosition: "right", comboboxProps: { shadow: "md" } } },
    NumberInput: { defaultProps: { size: "sm" } },
    ActionIcon: { defaultProps: { variant: "subtle", color: "gray" } },
    Modal: { defaultProps: { centered: true, overlayProps: { backgroundOpacity: 0.5, blur: 2 }, radius: "lg" } },
    // Dialogs and notices have it by this name alone: it is a cross.
    CloseButton: { defaultProps: { "aria-label": "Close" } },
    Tooltip: { defaultProps: { openDelay: 350, withArrow: false } },
    // A status is a word to be read: in a narrow table its cell keeps the width of it.
    Badge: { styles: { root: { overflow: "visible" }, label: { overflow: "visible" } } },
    Table: {
      styles: {
        th: { fontSize: "var(--mantine-font-size-xs)", fontWeight: 500, color: "var(--mantine-color-dimmed)" },
      },
    },
    Tabs: { defaultProps: { keepMounted: false } },
    Paper: { defaultProps: { withBorder: true } },
    Menu: { defaultProps: { shadow: "md", position: "bottom-end" } },
  },
});

/**
 * Surfaces, borders, and the colours of text that Mantine has too faint to be read, per colour scheme; `--my-*` are the product's own. The test beside this
 * file holds each text to WCAG's contrast on what it stands on.
 */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-red-filled": "var(--mantine-color-red-9)",
    "--mantine-color-red-filled-hover": "#a61e1e",
    "--mantine-color-body": "#ffffff",
    "--mantine-color-default-border": "#e6e9ee",
    "--mantine-color-dimmed": "#616a7a",
    "--mantine-color-placeholder": "var(--mantine-color-dimmed)",
    "--mantine-color-error": "var(--mantine-color-red-9)",
    "--mantine-color-red-text": "var(--mantine-color-red-9)",
    "--mantine-color-orange-text": "#a13a06",
    "--mantine-color-orange-light-color": "#a13a06",
    "--mantine-color-yellow-text": "#854900",
    "--mantine-color-yellow-light-color": "#854900",
    "--mantine-color-teal-text": "#066349",
    "--mantine-color-teal-light-color": "#066349",
    "--my-surface-sunken": "#f8f9fb",
    "--my-surface-raised": "#ffffff",
    "--my-surface-hover": "#f1f3f6",
    "--my-border-strong": "#d8dce3",
    "--my-image-backdrop": "#eceff3",
    "--my-chart-grid": "#eef0f4",
    "--my-chart-text": "#616a7a",
    "--my-chart-mark": "#c2255c",
  },
  dark: {
    "--mantine-color-red-filled": "var(--mantine-color-red-9)",
    "--mantine-color-red-filled-hover": "#a61e1e",
    "--mantine-color-body": "#15171c",
    "--mantine-color-default-border": "#272b33",
    "--mantine-color-default": "#1b1e24",
    "--mantine-color-default-hover": "#22252d",
    "--mantine-color-dimmed": "#969ba8",
    "--mantine-color-placeholder": "var(--mantine-color-dimmed)",
    "--mantine-color-error": "var(--mantine-color-red-4)",
    "--my-surface-sunken": "#101216",
    "--my-surface-raised": "#1a1d23",
    "--my-surface-hover": "#20232a",
    "--my-border-strong": "#3a3f4a",
    "--my-image-backdrop": "#0a0b0e",
    "--my-chart-grid": "#22252d",
    "--my-chart-text": "#969ba8",
    "--my-chart-mark": "#f06595",
  },
});

import { DEFAULT_THEME, defaultCssVariablesResolver, mergeMantineTheme } from "@mantine/core";
import { expect, test } from "vitest";
import { cssVariablesResolver, theme } from "./theme.ts";

/** The least that WCAG 2 asks of text of ordinary size. */
const LEAST_CONTRAST = 4.5;

/** The colours that texts, badges and buttons of the dashboard are given. */
const USED = ["iris", "gray", "red", "orange", "yellow", "teal"];

const merged = mergeMantineTheme(DEFAULT_THEME, theme);

for (const scheme of ["light", "dark"] as const) {
  test(`what is read stands out from what it stands on, ${scheme}`, () => {
    const of = valuesIn(scheme);
    const surfaces = ["--mantine-color-body", "--my-surface-sunken", "--my-surface-raised", "--my-surface-hover"];
    const plain = ["text", "dimmed", "error", "placeholder", "anchor"].map((name) => `--mantine-color-${name}`);
    const pairs = [
      ...[...plain, "--my-chart-text"].flatMap((text) => surfaces.map((surface) => [text, surface] as const)),
      ...["red", "orange", "yellow", "teal"].flatMap((color) =>
        surfaces.map((surface) => [`--mantine-color-${color}-text`, surface] as const),
      ),
      ...USED.map((color) => [`--mantine-color-${color}-light-color`, `--mantine-color-${color}-light`] as const),
      ...["iris", "red"].map((color) => ["--mantine-color-white", `--mantine-color-${color}-filled`] as const),
    ];
    const faint = pairs
      .map(([text, surface]) => ({ pair: `${text} on ${surface}`, ratio: contrast(of(text), of(surface)) }))
      .filter(({ ratio }) => !(ratio >= LEAST_CONTRAST));
    expect(faint).toEqual([]);
  });
}

test("contrast is measured as WCAG has it", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 6);
  expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
});

/** Reads a variable as the browser would, through those that it names. */
function valuesIn(scheme: "light" | "dark"): (name: string) => string {
  const [base, own] = [defaultCssVariablesResolver(merged), cssVariablesResolver(merged)];
  const all: Record<string, string> = { ...base.variables, ...base[scheme], ...own.variables, ...own[scheme] };
  const read = (name: string): string => {
    const value = all[name];
    if (value === undefined) throw new Error(`The theme has no ${name}.`);
    const inner = /^var\((--[\w-]+)\)$/.exec(value)?.[1];
    return inner ? read(inner) : value;
  };
  return read;
}

/** WCAG 2's ratio of two colours' luminances, 1 to 21. */
function contrast(one: string, other: string): number {
  const [bright = 0, dim = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (bright + 0.05) / (dim + 0.05);
}

function luminance(color: string): number {
  const [red, green, blue] = channels(color).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function channels(color: string): number[] {
  const hex = /^#([0-9a-f]{6})$/i.exec(color.replace(/^#(.)(.)(.)$/, "#$1$1$2$2$3$3"))?.[1];
  if (hex) return [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  const rgb = /^rgba?\((\d+), ?(\d+), ?(\d+)(?:, ?1)?\)$/.exec(color);
  if (rgb) return rgb.slice(1, 4).map(Number);
  throw new Error(`${color} is no opaque colour.`);
}

/** Distinct on light and dark alike; a run or a loss component keeps its place, and with it its colour. */
const CURVE_COLORS = [
  "#6767df",
  "#e8590c",
  "#12a594",
  "#d6409f",
  "#f2a60c",
  "#2f9be0",
  "#9c6ade",
  "#46a758",
  "#e5484d",
  "#8b8d98",
] as const;

/** Beyond the chosen ones hues go round by the golden angle: neighbours differ, and the fiftieth is still another one. */
export function curveColor(index: number): string {
  return CURVE_COLORS[index] ?? hexOfHue((index * 137.508) % 360, index % 3);
}

/** A hue in degrees at one of three lightnesses, as "#rrggbb" (CSS Color 4, section 7.1). */
function hexOfHue(hue: number, shade: number): string {
  const saturation = 0.62;
  const lightness = [0.52, 0.42, 0.62][shade] ?? 0.52;
  const channel = (offset: number): string => {
    const k = (offset + hue / 30) % 12;
    const value = lightness - saturation * Math.min(lightness, 1 - lightness) * Math.max(-1, Math.min(k - 3, 9 - k, 1));
    return Math.round(value * 255)
      .toString(16)
      .padStart(2, "0");
  };
  return `#${channel(0)}${channel(8)}${channel(4)}`;
}

/** "#rrggbb" with an opacity of 0 to 1. */
export function withAlpha(color: string, alpha: number): string {
  return `${color}${Math.round(alpha * 255)
    .toString(16)
    .padStart(2, "0")}`;
}

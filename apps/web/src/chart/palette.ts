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

export function curveColor(index: number): string {
  return CURVE_COLORS[index % CURVE_COLORS.length] as string;
}

/** "#rrggbb" with an opacity of 0 to 1. */
export function withAlpha(color: string, alpha: number): string {
  return `${color}${Math.round(alpha * 255)
    .toString(16)
    .padStart(2, "0")}`;
}

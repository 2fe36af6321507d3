// Tableau's ten, which stay apart for most kinds of colour blindness and on photographs.
const palette = [
  "#4e79a7",
  "#f28e2b",
  "#e15759",
  "#76b7b2",
  "#59a14f",
  "#edc948",
  "#b07aa1",
  "#ff9da7",
  "#9c755f",
  "#bab0ac",
] as const;

/** What the category at a position is drawn in when nobody chose: ten fixed colours, then hues by the golden angle. */
export function categoryColor(position: number): string {
  const fixed = palette[position];
  if (fixed !== undefined) {
    return fixed;
  }
  return hexOfHue((position * 137.508) % 360);
}

/** HSL with saturation 0.6 and lightness 0.55 as #rrggbb. */
function hexOfHue(hueDegrees: number): string {
  const saturation = 0.6;
  const lightness = 0.55;
  const chroma = saturation * Math.min(lightness, 1 - lightness);
  const channel = (offset: number): string => {
    const k = (offset + hueDegrees / 30) % 12;
    const value = lightness - chroma * Math.max(-1, Math.min(k - 3, 9 - k, 1));
    return Math.round(value * 255)
      .toString(16)
      .padStart(2, "0");
  };
  return `#${channel(0)}${channel(8)}${channel(4)}`;
}

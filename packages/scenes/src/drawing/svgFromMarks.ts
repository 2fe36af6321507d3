import type { PointPx } from "../geometry/Point.ts";
import { type Color, cssColor } from "./Color.ts";
import type { Mark, Paint } from "./Drawing.ts";

/**
 * The SVG document of a picture of widthPx x heightPx, to be rasterised `scale` times as large.
 * Coordinates have two decimals, so that the last bits of a platform's sine never reach the picture.
 */
export function svgFromMarks(marks: readonly Mark[], widthPx: number, heightPx: number, scale: number): string {
  const body: string[] = [];
  let ramps = 0;
  const paintText = (paint: Paint): string => {
    if (!("stops" in paint)) return cssColor(paint);
    const id = `r${ramps++}`;
    body.push(rampText(id, paint));
    return `url(#${id})`;
  };
  for (const mark of marks) {
    if (isOutside(mark, widthPx, heightPx)) continue;
    const opacity = mark.opacity < 1 ? ` opacity="${mark.opacity.toFixed(3)}"` : "";
    if (mark.kind === "fill") {
      const path = mark.rings.map((ring) => `M${ring.map(pointText).join("L")}Z`).join("");
      const rule = mark.rings.length > 1 ? ' fill-rule="evenodd"' : "";
      body.push(`<path d="${path}" fill="${paintText(mark.paint)}"${rule}${opacity}/>`);
    } else {
      const path = `M${mark.points.map(pointText).join("L")}`;
      const pen = `stroke="${cssColor(mark.color)}" stroke-width="${mark.widthPx.toFixed(2)}"`;
      body.push(`<path d="${path}" fill="none" ${pen} stroke-linecap="round" stroke-linejoin="round"${opacity}/>`);
    }
  }
  const size = `width="${widthPx * scale}" height="${heightPx * scale}" viewBox="0 0 ${widthPx} ${heightPx}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size}>${body.join("")}</svg>`;
}

/** Most of a street is beside the picture: what cannot be seen need not be written. */
function isOutside(mark: Mark, widthPx: number, heightPx: number): boolean {
  const points = mark.kind === "fill" ? mark.rings[0] : mark.points;
  if (points === undefined) return true;
  const margin = mark.kind === "line" ? mark.widthPx : 0;
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return right < -margin || left > widthPx + margin || bottom < -margin || top > heightPx + margin;
}

function rampText(id: string, paint: Exclude<Paint, Color>): string {
  const stops = paint.stops.map(([at, color]) => `<stop offset="${at.toFixed(3)}" stop-color="${cssColor(color)}"/>`);
  const [x1, y1] = paint.from;
  const [x2, y2] = paint.to;
  const line = `x1="${x1.toFixed(2)}" y1="${y1.toFixed(2)}" x2="${x2.toFixed(2)}" y2="${y2.toFixed(2)}"`;
  return `<linearGradient id="${id}" gradientUnits="userSpaceOnUse" ${line}>${stops.join("")}</linearGradient>`;
}

function pointText(point: PointPx): string {
  return `${point[0].toFixed(2)} ${point[1].toFixed(2)}`;
}

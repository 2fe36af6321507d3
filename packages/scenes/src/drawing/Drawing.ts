import type { PointPx } from "../geometry/Point.ts";
import type { Color } from "./Color.ts";

/** One colour, or a ramp between two points of the picture. */
export type Paint =
  | Color
  | { readonly from: PointPx; readonly to: PointPx; readonly stops: readonly (readonly [at: number, color: Color])[] };

/** What a picture is made of: filled rings, or lines drawn with a round pen. */
export type Mark =
  | {
      readonly kind: "fill";
      readonly rings: readonly (readonly PointPx[])[];
      readonly paint: Paint;
      readonly opacity: number;
    }
  | {
      readonly kind: "line";
      readonly points: readonly PointPx[];
      readonly color: Color;
      readonly widthPx: number;
      readonly opacity: number;
    };

/** Marks in the order they are painted. Kept as data, so that the same drawing can be painted flat to check outlines. */
export class Drawing {
  readonly marks: Mark[] = [];

  fill(ring: readonly PointPx[], paint: Paint, opacity = 1): void {
    if (ring.length >= 3) this.marks.push({ kind: "fill", rings: [ring], paint, opacity });
  }

  /** Even-odd: the second ring cuts a hole in the first. */
  fillRings(rings: readonly (readonly PointPx[])[], paint: Paint, opacity = 1): void {
    this.marks.push({ kind: "fill", rings, paint, opacity });
  }

  line(points: readonly PointPx[], color: Color, widthPx: number, opacity = 1): void {
    if (points.length >= 2 && widthPx > 0.05) this.marks.push({ kind: "line", points, color, widthPx, opacity });
  }

  add(other: Drawing): void {
    for (const mark of other.marks) this.marks.push(mark);
  }
}

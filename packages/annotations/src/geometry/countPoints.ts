import type { Geometry } from "../document/types.ts";

/** A character of run lengths with this bit goes on in the next. */
const MORE = 0x20;
const FIRST_CHARACTER = 48;

/** How much a shape holds: the points of a polygon's rings, the runs of a mask, and the four corners of a box. */
export function countPoints(geometry: Geometry): number {
  switch (geometry.type) {
    case "polygon": {
      let numbers = 0;
      for (const { outer, holes } of geometry.parts) {
        numbers += outer.length;
        for (const hole of holes) numbers += hole.length;
      }
      return numbers / 2;
    }
    case "rle": {
      const { counts } = geometry.rle;
      let runs = 0;
      for (let i = 0; i < counts.length; i++) {
        if (((counts.charCodeAt(i) - FIRST_CHARACTER) & MORE) === 0) runs++;
      }
      return runs;
    }
    case "box":
      return 4;
  }
}

/**
 * Why a shape is too large to be stored, as the end of a sentence that begins with the shape; null where it is not.
 * @param pointsMax the most points or runs; what is stored already may have more.
 */
export function checkPoints(geometry: Geometry, pointsMax: number): string | null {
  const points = countPoints(geometry);
  if (points <= pointsMax) return null;
  const [count, most] = [points, pointsMax].map((number) => number.toLocaleString("en"));
  return `has ${count} ${geometry.type === "rle" ? "runs" : "points"}, and at most ${most} are taken`;
}

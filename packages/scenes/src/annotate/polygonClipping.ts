import { difference, intersection, setPrecision, union } from "polyclip-ts";

export type Ring = [number, number][];
/** The outer ring, then the holes. */
export type Polygon = Ring[];

/**
 * How near two points must be to be one, in pixels, in the order they are tried. The exact sweep is quickest; about
 * once in 300 scenes it cannot close a ring where three edges meet in nearly one point, and a snap then helps.
 */
const SNAPS_PX = [undefined, 1e-9, 1e-6, 1e-7, 1e-5] as const;

export function unionOf(polygons: readonly Polygon[]): Polygon[] {
  const [first, ...rest] = polygons;
  if (first === undefined) return [];
  // A single piece is a simple ring: only several need the sweep.
  return rest.length === 0 ? [first] : clipped(() => union(first, ...rest));
}

export function intersectionOf(polygons: readonly Polygon[], clip: Polygon): Polygon[] {
  return clipped(() => intersection([...polygons], clip));
}

export function differenceOf(polygons: readonly Polygon[], cuts: readonly Polygon[]): Polygon[] {
  return cuts.length === 0 ? [...polygons] : clipped(() => difference([...polygons], ...cuts));
}

function clipped(operation: () => unknown): Polygon[] {
  let failure: unknown;
  for (const snapPx of SNAPS_PX) {
    // The library keeps its precision for the whole process, so it is set anew each time.
    setPrecision(snapPx);
    try {
      return operation() as Polygon[];
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

import type { RingPx } from "../document/types.ts";
import { isOnOneLine } from "./isOnOneLine.ts";
import { looksTangled } from "./looksTangled.ts";
import { RASTER_CELLS, rasterisedAreaPx } from "./rasterisedAreaPx.ts";
import { evenOddAreaPx, ringCrossings } from "./ringCrossings.ts";
import { signedRingAreaPx } from "./signedRingAreaPx.ts";
import { sweptAreaPx } from "./sweep/sweptAreaPx.ts";

export interface RingMeasure {
  readonly areaPx: number;
  /** Whether the ring crosses itself so often that its area is the cells' inside it, of {@link RASTER_CELLS} a side of its box. */
  readonly isRasterised: boolean;
}

/** A ring may cross itself this many times for each of its points ... */
const CROSSINGS_PER_POINT_MAX = 4;
/** ... or so often in all, and is measured exactly. */
const CROSSINGS_MAX = 10_000;
/** Two ways to the same area differ by their rounding. */
const ROUNDING = 1e-9;

/**
 * What a ring encloses by the even-odd rule, as masks are drawn. Exact while it crosses itself no more than {@link crossingsMaxOf} says:
 * by the shoelace formula where it does not, between the heights of its crossings where that is little work (as it always was, to the
 * last bit), and by a sweep in O((n + k) log n) for n points and k crossings. Beyond that its area is counted on a grid.
 */
export function measureRing(ring: RingPx): RingMeasure {
  const exact = (areaPx: number): RingMeasure => ({ areaPx, isRasterised: false });
  const shoelace = Math.abs(signedRingAreaPx(ring));
  // Of a number that is none there is no area, and three points cannot cross.
  if (ring.length < 8 || !Number.isFinite(shoelace)) return exact(shoelace);
  const crossingsMax = crossingsMaxOf(ring);
  const crossings = ringCrossings(ring, crossingsMax);
  if (crossings !== null) {
    if (crossings.yPx.length === 0 && !crossings.hasTouches) return exact(shoelace);
    const evenOdd = crossings.yPx.length === 0 ? null : evenOddAreaPx(ring, crossings.yPx);
    if (evenOdd !== null) return exact(evenOdd);
  }
  if (isOnOneLine(ring)) return exact(shoelace);
  const swept = looksTangled(ring, crossingsMax) ? null : sweptAreaPx(ring, crossingsMax);
  if (swept === null) return { areaPx: rasterisedAreaPx(ring), isRasterised: true };
  return exact(Math.abs(swept - shoelace) <= ROUNDING * shoelace ? shoelace : swept);
}

export function crossingsMaxOf(ring: RingPx): number {
  return Math.max(CROSSINGS_MAX, CROSSINGS_PER_POINT_MAX * Math.floor(ring.length / 2));
}

/** Why a measure is not exact, as the end of a sentence that begins with the shape. */
export function describeRasterised(ring: RingPx): string {
  const cells = RASTER_CELLS.toLocaleString("en");
  return (
    `crosses itself more than ${crossingsMaxOf(ring).toLocaleString("en")} times: ` +
    `its area is counted on a grid of ${cells} x ${cells} cells over its box`
  );
}

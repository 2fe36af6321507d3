import type { RingPx } from "../document/types.ts";
import { clipRingToBox } from "./clipRingToBox.ts";
import type { RunLengths } from "./runLengths.ts";
import { Toggles } from "./Toggles.ts";

/** The COCO API draws a polygon on a grid five times as fine as the pixels. */
const SUBPIXELS = 5;

/**
 * The pixels inside one ring, bit-equal to the COCO API's rasteriser (rleFrPoly): vertices are rounded to fifths of a
 * pixel, edges are drawn there, and where an edge crosses the middle of a pixel column the fill toggles (even-odd).
 * Overlapping loops of one ring therefore cancel; separate parts are united by the caller.
 *
 * A ring that reaches far outside the image is clipped to its surroundings first, so that a stray coordinate costs no
 * memory.
 * @throws RangeError on a coordinate that is not finite.
 */
export function runsFromRing(ring: RingPx, heightPx: number, widthPx: number): RunLengths {
  for (let i = 0; i < ring.length; i++) {
    if (!Number.isFinite(ring[i])) {
      throw new RangeError(`runsFromRing: expected finite coordinates, got ${ring[i]} at index ${i}`);
    }
  }
  const toggles = new Toggles(heightPx * widthPx);
  addColumnCrossings(toggles, nearbyRing(ring, heightPx, widthPx), heightPx, widthPx);
  return { heightPx, widthPx, counts: runsFromToggles(toggles.sorted()) };
}

function nearbyRing(ring: RingPx, heightPx: number, widthPx: number): RingPx {
  const margin = 4 * (heightPx + widthPx) + 64;
  const isNear = ring.every((value, i) => value >= -margin && value <= (i % 2 === 0 ? widthPx : heightPx) + margin);
  return isNear ? ring : clipRingToBox(ring, -margin, -margin, widthPx + margin, heightPx + margin);
}

/** Adds the column-major pixel positions at which the fill toggles, in no order; a position may come more than once. */
function addColumnCrossings(toggles: Toggles, ring: RingPx, heightPx: number, widthPx: number): void {
  const points = Math.floor(ring.length / 2);
  const fine = (value: number): number => Math.trunc(SUBPIXELS * value + 0.5);

  // The previous point drawn, on the fine grid; edges are drawn end to end, so it carries over from edge to edge.
  let lastU = 0;
  let lastV = 0;
  let isFirst = true;
  const draw = (u: number, v: number): void => {
    if (!isFirst && u !== lastU) {
      const column = ((u < lastU ? u : u - 1) + 0.5) / SUBPIXELS - 0.5;
      if (Number.isInteger(column) && column >= 0 && column <= widthPx - 1) {
        const row = (Math.min(v, lastV) + 0.5) / SUBPIXELS - 0.5;
        toggles.add(column * heightPx + Math.ceil(Math.min(Math.max(row, 0), heightPx)));
      }
    }
    isFirst = false;
    lastU = u;
    lastV = v;
  };

  for (let i = 0; i < points; i++) {
    const next = (i + 1) % points;
    let fromU = fine(ring[2 * i] as number);
    let fromV = fine(ring[2 * i + 1] as number);
    let toU = fine(ring[2 * next] as number);
    let toV = fine(ring[2 * next + 1] as number);
    const spanU = Math.abs(toU - fromU);
    const spanV = Math.abs(toV - fromV);
    const isFlat = spanU >= spanV;
    // Edges are always computed in rising order of their longer axis, so that both directions give the same pixels.
    const isFlipped = isFlat ? fromU > toU : fromV > toV;
    if (isFlipped) {
      [fromU, toU] = [toU, fromU];
      [fromV, toV] = [toV, fromV];
    }
    const span = isFlat ? spanU : spanV;
    const slope = span === 0 ? 0 : isFlat ? (toV - fromV) / span : (toU - fromU) / span;
    for (let d = 0; d <= span; d++) {
      const t = isFlipped ? span - d : d;
      if (isFlat) draw(t + fromU, Math.trunc(fromV + slope * t + 0.5));
      else draw(Math.trunc(fromU + slope * t + 0.5), t + fromV);
    }
  }
}

/** Turns sorted toggle positions (the last is the number of pixels) to runs; two toggles at one place cancel. */
function runsFromToggles(sorted: Uint32Array): Uint32Array {
  const counts: number[] = [];
  let previous = 0;
  let joinsNext = false;
  for (let j = 0; j < sorted.length; j++) {
    const run = (sorted[j] as number) - previous;
    previous = sorted[j] as number;
    if (joinsNext) {
      counts[counts.length - 1] = (counts[counts.length - 1] as number) + run;
      joinsNext = false;
    } else if (run > 0 || j === 0) {
      counts.push(run);
    } else {
      joinsNext = true;
    }
  }
  return Uint32Array.from(counts);
}

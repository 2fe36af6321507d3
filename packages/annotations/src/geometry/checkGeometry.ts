import type { BoxXywhPx, Geometry, RingPx } from "../document/types.ts";
import { ringAreaPx } from "./ringAreaPx.ts";
import { runsFromRle } from "./rle.ts";
import { runsAreaPx } from "./runsAreaPx.ts";

/** Why a shape cannot be trained on, in words that end a sentence beginning with "the shape has". */
export type GeometryProblem = string;

/** No image is wider: beyond it a coordinate is a mistake, and areas would overflow. */
const COORDINATE_MAX_PX = 1e7;

function checkCoordinates(values: readonly number[]): GeometryProblem | null {
  const bad = values.findIndex((value) => !(Math.abs(value) <= COORDINATE_MAX_PX));
  if (bad < 0) return null;
  const value = values[bad];
  return Number.isFinite(value)
    ? `a coordinate beyond any image (${value} at position ${bad})`
    : `a coordinate that is no number (${String(value)} at position ${bad})`;
}

/** @returns null for a sound ring, else what is wrong with it. */
export function checkRing(ring: RingPx): GeometryProblem | null {
  if (ring.length % 2 === 1) return `an odd number of coordinates (${ring.length})`;
  const problem = checkCoordinates(ring);
  if (problem !== null) return problem;
  if (ring.length < 6) return `fewer than 3 points (${ring.length / 2})`;
  if (ringAreaPx(ring) === 0) return "no area (all points on one line)";
  return null;
}

/** @returns null for a box of finite numbers and positive sides, else what is wrong with it. */
export function checkBox(boxXywhPx: BoxXywhPx): GeometryProblem | null {
  const problem = checkCoordinates(boxXywhPx);
  if (problem !== null) return problem;
  if (!(boxXywhPx[2] > 0 && boxXywhPx[3] > 0)) return `a box without area (${boxXywhPx[2]} x ${boxXywhPx[3]})`;
  return null;
}

/** @returns null for a shape that covers something, else the first problem found. */
export function checkGeometry(geometry: Geometry, boxXywhPx: BoxXywhPx): GeometryProblem | null {
  switch (geometry.type) {
    case "polygon": {
      if (geometry.parts.length === 0) return "no polygon";
      for (const part of geometry.parts) {
        for (const ring of [part.outer, ...part.holes]) {
          const problem = checkRing(ring);
          if (problem !== null) return problem;
        }
      }
      return null;
    }
    case "rle": {
      try {
        return runsAreaPx(runsFromRle(geometry.rle)) === 0 ? "an empty mask" : null;
      } catch (error) {
        if (error instanceof RangeError) return `a broken mask (${error.message})`;
        throw error;
      }
    }
    case "box":
      return checkBox(boxXywhPx);
  }
}

/** Drops a last point that repeats the first; the shape stays the same. */
export function openRing(ring: RingPx): RingPx {
  const length = ring.length;
  const isClosed = length >= 4 && ring[0] === ring[length - 2] && ring[1] === ring[length - 1];
  return isClosed ? ring.slice(0, -2) : ring;
}

import type { RingPx } from "../../document/types.ts";

/** Coordinates are whole numbers below 2^50, so that the difference of two is exact in a double. */
export const GRID_BITS = 50;

/**
 * The points of a ring in general position: on a grid as fine as a double's last digits, each moved within its cell by a number of its
 * own, so that no three lie on a line and no two at one height (Simulation of Simplicity, Edelsbrunner and Muecke 1990, with numbers in
 * place of symbols). An area is continuous in its points: moved by less than its rounding, it stays what it is, and every degenerate
 * case is gone. Equal points are one and move together.
 *
 * Points are numbered in the order of the sweep: by y, and at one height by x. The moved point is
 * (x + nudge / 2^50, y + x / 2^50) in cells of the grid.
 */
export interface PerturbedPoints {
  readonly count: number;
  /** Of each point of the ring the number of its point here. */
  readonly indexOf: Uint32Array;
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly nudge: Float64Array;
  /** As they were given, from the ring's first point. */
  readonly xPx: Float64Array;
  readonly yPx: Float64Array;
}

/** @returns null where all points are one, or a coordinate is no number or too far from any image's. */
export function perturbPoints(ring: RingPx): PerturbedPoints | null {
  const points = Math.floor(ring.length / 2);
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < points; i++) {
    const [x, y] = [ring[2 * i] as number, ring[2 * i + 1] as number];
    if (!Number.isFinite(x) || !Number.isFinite(y)) return null;
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  const extent = Math.max(right - left, bottom - top);
  if (!(extent > 2 ** -900 && extent < 2 ** 900)) return null;
  const scale = 2 ** (GRID_BITS - 2 - Math.floor(Math.log2(extent)));
  const gridX = new Float64Array(points);
  const gridY = new Float64Array(points);
  for (let i = 0; i < points; i++) {
    gridX[i] = Math.round(((ring[2 * i] as number) - left) * scale);
    gridY[i] = Math.round(((ring[2 * i + 1] as number) - top) * scale);
  }
  const order = new Uint32Array(points).map((_, i) => i);
  order.sort((a, b) => (gridY[a] as number) - (gridY[b] as number) || (gridX[a] as number) - (gridX[b] as number));

  const indexOf = new Uint32Array(points);
  const [x, y, nudge] = [new Float64Array(points), new Float64Array(points), new Float64Array(points)];
  const [xPx, yPx] = [new Float64Array(points), new Float64Array(points)];
  let count = 0;
  for (const i of order) {
    const isNew = count === 0 || x[count - 1] !== gridX[i] || y[count - 1] !== gridY[i];
    if (isNew) {
      x[count] = gridX[i] as number;
      y[count] = gridY[i] as number;
      nudge[count] = nudgeOf(gridX[i] as number, gridY[i] as number);
      xPx[count] = (ring[2 * i] as number) - (ring[0] as number);
      yPx[count] = (ring[2 * i + 1] as number) - (ring[1] as number);
      count++;
    }
    indexOf[i] = count - 1;
  }
  return { count, indexOf, x, y, nudge, xPx, yPx };
}

/** A whole number below 2^50 that looks like chance and is always the same for a point (the mixing of MurmurHash3). */
function nudgeOf(x: number, y: number): number {
  let high = 0x9e3779b9;
  let low = 0x85ebca6b;
  for (const part of [x >>> 0, x / 2 ** 32, y >>> 0, y / 2 ** 32]) {
    high = mix(high ^ part);
    low = mix(low + Math.imul(high, 0x27d4eb2f));
  }
  return (high & 0x3ffff) * 2 ** 32 + (low >>> 0);
}

function mix(value: number): number {
  let mixed = value | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

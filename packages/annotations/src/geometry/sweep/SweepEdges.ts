import type { RingPx } from "../../document/types.ts";
import { GRID_BITS, type PerturbedPoints, perturbPoints } from "./PerturbedPoints.ts";

const GRID_SHIFT = BigInt(GRID_BITS);
/** A rounding of a double counts for less than this share of the numbers it came from. */
const ROUNDING = 4e-16;
/** Two edges that meet at a flatter angle than about this have their crossing computed without rounding. */
const FLAT = 0.01;

export interface CrossingPx {
  readonly xPx: number;
  readonly yPx: number;
}

/**
 * The edges of a ring in general position, each from its upper point to its lower, and the exact answers a sweep asks of them: doubles
 * where their rounding leaves no doubt, whole numbers of any length where it does. An edge that comes twice encloses nothing by the
 * even-odd rule: such pairs (the seams of cut-out holes, spikes) are left out.
 */
export class SweepEdges {
  readonly count: number;
  readonly upper: Uint32Array;
  readonly lower: Uint32Array;
  readonly points: PerturbedPoints;

  private constructor(points: PerturbedPoints, keys: Float64Array) {
    this.points = points;
    const upper = new Uint32Array(keys.length);
    const lower = new Uint32Array(keys.length);
    let count = 0;
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i] as number;
      if (i + 1 < keys.length && keys[i + 1] === key) {
        i++;
        continue;
      }
      upper[count] = Math.floor(key / points.count);
      lower[count] = key % points.count;
      count++;
    }
    this.count = count;
    this.upper = upper.subarray(0, count);
    this.lower = lower.subarray(0, count);
  }

  /** Sorted by their upper points. @returns null where all points are one, or their numbers too far from any image's. */
  static ofRing(ring: RingPx): SweepEdges | null {
    const points = perturbPoints(ring);
    if (points === null) return null;
    const { indexOf, count } = points;
    const keys = new Float64Array(indexOf.length);
    let length = 0;
    for (let i = 0; i < indexOf.length; i++) {
      const from = indexOf[i] as number;
      const to = indexOf[(i + 1) % indexOf.length] as number;
      if (from !== to) keys[length++] = Math.min(from, to) * count + Math.max(from, to);
    }
    return new SweepEdges(points, keys.subarray(0, length).sort());
  }

  /** Whether a point within the edge's heights lies to its right. */
  isRightOf(point: number, edge: number): boolean {
    return this.#side(point, edge) > 0;
  }

  /** Whether, at a point's height, the first edge is to the right of the second; both reach that height. */
  isOrderTurned(left: number, right: number, point: number): boolean {
    if (this.lower[left] === point) return this.isRightOf(point, right);
    if (this.lower[right] === point) return !this.isRightOf(point, left);
    const { x, y } = this.points;
    let apart = 0;
    let doubt = 0;
    let sign = 1;
    for (const edge of [left, right]) {
      const upper = this.upper[edge] as number;
      const lower = this.lower[edge] as number;
      const height = (y[lower] as number) - (y[upper] as number);
      const width = (x[lower] as number) - (x[upper] as number);
      apart += sign * ((x[upper] as number) + (((y[point] as number) - (y[upper] as number)) / height) * width);
      doubt += height < 8 ? Infinity : 8 + (4 * (Math.abs(width) + 1)) / height;
      sign = -1;
    }
    if (Math.abs(apart) > doubt) return apart > 0;
    const [leftX, leftHeight] = this.#exactXAt(left, point);
    const [rightX, rightHeight] = this.#exactXAt(right, point);
    return leftX * rightHeight > rightX * leftHeight;
  }

  /** Where two edges that cross do. */
  crossingPx(edge: number, other: number): CrossingPx {
    const { xPx, yPx } = this.points;
    const [upper, lower] = [this.upper[edge] as number, this.lower[edge] as number];
    const share = this.#shareAt(edge, other);
    return {
      xPx: (xPx[upper] as number) + share * ((xPx[lower] as number) - (xPx[upper] as number)),
      yPx: (yPx[upper] as number) + share * ((yPx[lower] as number) - (yPx[upper] as number)),
    };
  }

  /** Positive to the right of the edge, negative to its left: twice the area of the triangle of point and edge, as far as its sign goes. */
  #side(point: number, edge: number): number {
    const { x, y } = this.points;
    const upper = this.upper[edge] as number;
    const lower = this.lower[edge] as number;
    const height = (y[lower] as number) - (y[upper] as number);
    const width = (x[lower] as number) - (x[upper] as number);
    const right = (x[point] as number) - (x[upper] as number);
    const down = (y[point] as number) - (y[upper] as number);
    const [first, second] = [height * right, width * down];
    const moved = Math.abs(height) + Math.abs(width) + Math.abs(right) + Math.abs(down) + 4;
    const side = first - second;
    if (Math.abs(side) > ROUNDING * (Math.abs(first) + Math.abs(second)) + moved) return side;
    return this.#exactSide(point, edge) > 0n ? 1 : -1;
  }

  #shareAt(edge: number, other: number): number {
    const [upper, lower] = [this.upper[edge] as number, this.lower[edge] as number];
    const { x, y } = this.points;
    const from = this.#side(upper, other);
    const to = this.#side(lower, other);
    const reach =
      Math.hypot(...this.#span(edge)) * Math.hypot(...this.#span(other)) +
      2 ** 40 *
        (Math.abs((x[upper] as number) - (x[lower] as number)) + Math.abs((y[upper] as number) - (y[lower] as number)));
    if (Math.abs(from - to) > FLAT * reach) return from / (from - to);
    const exactFrom = this.#exactSide(upper, other);
    const exactTo = this.#exactSide(lower, other);
    return Number((exactFrom << 60n) / (exactFrom - exactTo)) / 2 ** 60;
  }

  #span(edge: number): [number, number] {
    const { x, y } = this.points;
    const [upper, lower] = [this.upper[edge] as number, this.lower[edge] as number];
    return [(x[lower] as number) - (x[upper] as number), (y[lower] as number) - (y[upper] as number)];
  }

  #exactSide(point: number, edge: number): bigint {
    const [x, y] = this.#exact(point);
    const [upperX, upperY] = this.#exact(this.upper[edge] as number);
    const [lowerX, lowerY] = this.#exact(this.lower[edge] as number);
    return (lowerY - upperY) * (x - upperX) - (lowerX - upperX) * (y - upperY);
  }

  /** The edge's x at a point's height, as a fraction of positive denominator. */
  #exactXAt(edge: number, point: number): [bigint, bigint] {
    const [, y] = this.#exact(point);
    const [upperX, upperY] = this.#exact(this.upper[edge] as number);
    const [lowerX, lowerY] = this.#exact(this.lower[edge] as number);
    const height = lowerY - upperY;
    return [upperX * height + (y - upperY) * (lowerX - upperX), height];
  }

  #exact(point: number): [bigint, bigint] {
    const { x, y, nudge } = this.points;
    const gridX = BigInt(x[point] as number);
    return [(gridX << GRID_SHIFT) + BigInt(nudge[point] as number), (BigInt(y[point] as number) << GRID_SHIFT) + gridX];
  }
}

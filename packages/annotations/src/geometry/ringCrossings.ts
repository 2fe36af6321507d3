import type { RingPx } from "../document/types.ts";

/** One edge of a ring, and which it is. */
interface Edge {
  readonly index: number;
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

/** Outlines of some thousand points need fewer tests; beyond this a sweep is faster. */
const TESTS_MAX = 1_000_000;
/** Edges looked at, height by height, for the area; beyond this a sweep is faster. */
const VISITS_MAX = 300_000;

export interface RingCrossings {
  /** Where two edges properly cross, in a point within both, as y coordinates. */
  readonly yPx: readonly number[];
  /** Whether edges that are not neighbours meet otherwise: in an end, or along one another as the seam of a cut-out hole does. */
  readonly hasTouches: boolean;
}

/**
 * Where a ring crosses or touches itself. Edges are gone through from left to right, each held against those that are not yet behind.
 * @returns null where there is too much to hold against each other, or more than `crossingsMax` crossings.
 */
export function ringCrossings(ring: RingPx, crossingsMax: number): RingCrossings | null {
  const edges = ringEdges(ring).sort((a, b) => Math.min(a.x0, a.x1) - Math.min(b.x0, b.x1));
  const yPx: number[] = [];
  let hasTouches = false;
  let open: Edge[] = [];
  let tests = 0;
  for (const edge of edges) {
    const left = Math.min(edge.x0, edge.x1);
    open = open.filter((other) => Math.max(other.x0, other.x1) >= left);
    tests += open.length;
    if (tests > TESTS_MAX || yPx.length > crossingsMax) return null;
    for (const other of open) {
      const meeting = meetingOf(edge, other);
      if (meeting === TOUCH) hasTouches ||= !areNeighbours(edge, other, edges.length);
      else if (meeting !== null) yPx.push(meeting);
    }
    open.push(edge);
  }
  return { yPx, hasTouches };
}

/**
 * The area of what a ring encloses by the even-odd rule, which is how masks are drawn: both loops of a figure of eight count, and what
 * is enclosed twice does not. Between two heights at which nothing begins, ends or crosses, the edges bound trapezoids.
 * @param crossingsYPx of the ring, from {@link ringCrossings}.
 * @returns null where there are too many heights with too many edges.
 */
export function evenOddAreaPx(ring: RingPx, crossingsYPx: readonly number[]): number | null {
  const edges = ringEdges(ring)
    .filter(({ y0, y1 }) => y0 !== y1)
    .map((edge) => (edge.y0 < edge.y1 ? edge : { ...edge, x0: edge.x1, y0: edge.y1, x1: edge.x0, y1: edge.y0 }))
    .sort((a, b) => a.y0 - b.y0);
  const heights = [...new Set([...edges.flatMap(({ y0, y1 }) => [y0, y1]), ...crossingsYPx])].sort((a, b) => a - b);
  let area = 0;
  let next = 0;
  let visits = 0;
  let open: Edge[] = [];
  for (let i = 0; i + 1 < heights.length; i++) {
    const [top, bottom] = [heights[i] as number, heights[i + 1] as number];
    while (next < edges.length && (edges[next] as Edge).y0 <= top) open.push(edges[next++] as Edge);
    visits += open.length;
    if (visits > VISITS_MAX) return null;
    open = open.filter(({ y1 }) => y1 >= bottom);
    const middle = (top + bottom) / 2;
    const xs = open.map(({ x0, y0, x1, y1 }) => x0 + ((middle - y0) / (y1 - y0)) * (x1 - x0)).sort((a, b) => a - b);
    let width = 0;
    for (let k = 0; k + 1 < xs.length; k += 2) width += (xs[k + 1] as number) - (xs[k] as number);
    area += width * (bottom - top);
  }
  return area;
}

function ringEdges(ring: RingPx): Edge[] {
  const points = Math.floor(ring.length / 2);
  return Array.from({ length: points }, (_, index) => {
    const j = (index + 1) % points;
    return {
      index,
      x0: ring[2 * index] as number,
      y0: ring[2 * index + 1] as number,
      x1: ring[2 * j] as number,
      y1: ring[2 * j + 1] as number,
    };
  });
}

function areNeighbours(a: Edge, b: Edge, edges: number): boolean {
  const apart = Math.abs(a.index - b.index);
  return apart === 1 || apart === edges - 1;
}

const TOUCH = Number.POSITIVE_INFINITY;

/** The y of the point in which two edges properly cross; {@link TOUCH} where they meet without that; null where they do not meet. */
function meetingOf(a: Edge, b: Edge): number | null {
  if (Math.max(a.y0, a.y1) < Math.min(b.y0, b.y1) || Math.max(b.y0, b.y1) < Math.min(a.y0, a.y1)) return null;
  const fromA0 = sideOf(b, a.x0, a.y0);
  const fromA1 = sideOf(b, a.x1, a.y1);
  if ((fromA0 > 0 && fromA1 > 0) || (fromA0 < 0 && fromA1 < 0)) return null;
  const fromB0 = sideOf(a, b.x0, b.y0);
  const fromB1 = sideOf(a, b.x1, b.y1);
  if ((fromB0 > 0 && fromB1 > 0) || (fromB0 < 0 && fromB1 < 0)) return null;
  if (fromA0 === 0 || fromA1 === 0 || fromB0 === 0 || fromB1 === 0) return TOUCH;
  return a.y0 + (fromA0 / (fromA0 - fromA1)) * (a.y1 - a.y0);
}

/** Positive on one side of the edge's line, negative on the other. */
function sideOf({ x0, y0, x1, y1 }: Edge, x: number, y: number): number {
  return (x1 - x0) * (y - y0) - (y1 - y0) * (x - x0);
}

import type { RingPx } from "../document/types.ts";

/** One edge of a ring, and where it crosses others, as y coordinates. */
interface Edge {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

/** Rings of honest outlines need a few tests a point; one made to need more is measured as if it did not cross itself. */
const TESTS_MAX = 4_000_000;

/**
 * The y coordinates at which a ring properly crosses itself: two edges that meet in a point within both. Edges that only touch,
 * or lie on one another as the seam of a cut-out hole does, cross nothing. Edges are gone through from left to right,
 * each held against those that are not yet behind.
 */
export function ringCrossingsYPx(ring: RingPx): number[] {
  const edges = ringEdges(ring).sort((a, b) => Math.min(a.x0, a.x1) - Math.min(b.x0, b.x1));
  const crossings: number[] = [];
  let open: Edge[] = [];
  let tests = 0;
  for (const edge of edges) {
    const left = Math.min(edge.x0, edge.x1);
    open = open.filter((other) => Math.max(other.x0, other.x1) >= left);
    tests += open.length;
    if (tests > TESTS_MAX) return [];
    for (const other of open) {
      const y = crossingYPx(edge, other);
      if (y !== null) crossings.push(y);
    }
    open.push(edge);
  }
  return crossings;
}

/**
 * The area of what a ring encloses by the even-odd rule, which is how masks are drawn: both loops of a figure of eight count, and what
 * is enclosed twice does not. Between two heights at which nothing begins, ends or crosses, the edges bound trapezoids.
 * @param crossingsYPx of the ring, from {@link ringCrossingsYPx}.
 */
export function evenOddAreaPx(ring: RingPx, crossingsYPx: readonly number[]): number {
  const edges = ringEdges(ring)
    .filter(({ y0, y1 }) => y0 !== y1)
    .map((edge) => (edge.y0 < edge.y1 ? edge : { x0: edge.x1, y0: edge.y1, x1: edge.x0, y1: edge.y0 }))
    .sort((a, b) => a.y0 - b.y0);
  const heights = [...new Set([...edges.flatMap(({ y0, y1 }) => [y0, y1]), ...crossingsYPx])].sort((a, b) => a - b);
  let area = 0;
  let next = 0;
  let open: Edge[] = [];
  for (let i = 0; i + 1 < heights.length; i++) {
    const [top, bottom] = [heights[i] as number, heights[i + 1] as number];
    while (next < edges.length && (edges[next] as Edge).y0 <= top) open.push(edges[next++] as Edge);
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
  return Array.from({ length: points }, (_, i) => {
    const j = (i + 1) % points;
    return {
      x0: ring[2 * i] as number,
      y0: ring[2 * i + 1] as number,
      x1: ring[2 * j] as number,
      y1: ring[2 * j + 1] as number,
    };
  });
}

function crossingYPx(a: Edge, b: Edge): number | null {
  if (Math.max(a.y0, a.y1) <= Math.min(b.y0, b.y1) || Math.max(b.y0, b.y1) <= Math.min(a.y0, a.y1)) return null;
  const fromA0 = sideOf(b, a.x0, a.y0);
  const fromA1 = sideOf(b, a.x1, a.y1);
  if (!(fromA0 > 0 && fromA1 < 0) && !(fromA0 < 0 && fromA1 > 0)) return null;
  const fromB0 = sideOf(a, b.x0, b.y0);
  const fromB1 = sideOf(a, b.x1, b.y1);
  if (!(fromB0 > 0 && fromB1 < 0) && !(fromB0 < 0 && fromB1 > 0)) return null;
  return a.y0 + (fromA0 / (fromA0 - fromA1)) * (a.y1 - a.y0);
}

/** Positive on one side of the edge's line, negative on the other. */
function sideOf({ x0, y0, x1, y1 }: Edge, x: number, y: number): number {
  return (x1 - x0) * (y - y0) - (y1 - y0) * (x - x0);
}

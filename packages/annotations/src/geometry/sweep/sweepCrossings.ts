import type { SweepEdges } from "./SweepEdges.ts";
import { SweepStatus } from "./SweepStatus.ts";

export interface SweptCrossings {
  /** The crossing pairs of edges, two numbers each, in no order. */
  readonly pairs: readonly number[];
  /** Of every edge 1 where its beginning has the inside, by the even-odd rule, to its right; else 0. */
  readonly isInsideRight: Uint8Array;
}

/**
 * All crossings of edges in general position, by a line that sweeps down over them (Bentley and Ottmann 1979): only neighbours on the line
 * can cross next. Crossings wait at the point they come before; which of two such is first needs no answer (Boissonnat and Preparata
 * 2000), so that every question is one of few exact numbers. O((n + k) log n) for n edges and k crossings.
 * @returns null where there are more than `crossingsMax`.
 */
export function sweepCrossings(edges: SweepEdges, crossingsMax: number): SweptCrossings | null {
  const { upper, lower } = edges;
  const points = edges.points.count;
  const status = new SweepStatus(edges.count);
  const endings = edgesByLowerPoint(edges);
  const isInsideRight = new Uint8Array(edges.count);
  /** {@link isInsideRight} at the line. */
  const isInsideRightNow = new Uint8Array(edges.count);
  const pairs: number[] = [];
  const waiting = new WaitingPairs(points);

  /** Lets two neighbours wait for their crossing, if they have one below the line. */
  const expectCrossing = (left: number, right: number, next: number): void => {
    if (left < 0 || right < 0) return;
    const [leftEnd, rightEnd] = [lower[left] as number, lower[right] as number];
    if (leftEnd === rightEnd) return;
    const isCrossing = leftEnd < rightEnd ? edges.isRightOf(leftEnd, right) : !edges.isRightOf(rightEnd, left);
    if (!isCrossing) return;
    let from = next;
    let to = Math.min(leftEnd, rightEnd);
    while (from < to) {
      const middle = (from + to) >> 1;
      if (edges.isOrderTurned(left, right, middle)) to = middle;
      else from = middle + 1;
    }
    waiting.push(from, left, right);
  };

  let begun = 0;
  for (let point = 0; point < points; point++) {
    for (let pair = waiting.pop(point); pair !== null; pair = waiting.pop(point)) {
      const [left, right] = pair;
      // Another came between them meanwhile; they wait anew when they are neighbours again.
      if (status.after(left) !== right) continue;
      if (pairs.length >= 2 * crossingsMax) return null;
      pairs.push(left, right);
      isInsideRightNow[left] = 1 - (isInsideRightNow[left] as number);
      isInsideRightNow[right] = 1 - (isInsideRightNow[right] as number);
      status.swap(left, right);
      expectCrossing(status.before(right), right, point);
      expectCrossing(left, status.after(left), point);
    }

    const ending = endings.of(point);
    let left = -1;
    const [someEnding] = ending;
    if (someEnding === undefined) {
      left = status.findLeft((edge) => edges.isRightOf(point, edge));
    } else {
      left = status.before(someEnding);
      while (left >= 0 && lower[left] === point) left = status.before(left);
      for (const edge of ending) status.remove(edge);
    }
    const right = status.after(left);

    let last = left;
    let inside = left < 0 ? 0 : (isInsideRightNow[left] as number);
    const beginning: number[] = [];
    while (begun < edges.count && upper[begun] === point) beginning.push(begun++);
    beginning.sort((a, b) => (edges.isRightOf(lower[b] as number, a) ? -1 : 1));
    for (const edge of beginning) {
      inside = 1 - inside;
      isInsideRight[edge] = inside;
      isInsideRightNow[edge] = inside;
      status.insertAfter(last, edge);
      last = edge;
    }
    expectCrossing(left, status.after(left), point + 1);
    if (beginning.length > 0) expectCrossing(last, right, point + 1);
  }
  return { pairs, isInsideRight };
}

/** Edges by the point they end in. */
function edgesByLowerPoint({ lower, points }: SweepEdges): { of(point: number): Uint32Array } {
  const starts = new Uint32Array(points.count + 1);
  for (const point of lower) starts[point + 1] = (starts[point + 1] as number) + 1;
  for (let point = 0; point < points.count; point++) {
    starts[point + 1] = (starts[point + 1] as number) + (starts[point] as number);
  }
  const filled = starts.slice();
  const edges = new Uint32Array(lower.length);
  lower.forEach((point, edge) => {
    const at = filled[point] as number;
    edges[at] = edge;
    filled[point] = at + 1;
  });
  return { of: (point) => edges.subarray(starts[point], starts[point + 1]) };
}

/** Pairs of neighbours by the point that their crossing comes before, in no order. */
class WaitingPairs {
  readonly #head: Int32Array;
  readonly #next: number[] = [];
  readonly #pairs: number[] = [];

  constructor(points: number) {
    this.#head = new Int32Array(points).fill(-1);
  }

  push(point: number, left: number, right: number): void {
    this.#next.push(this.#head[point] as number);
    this.#head[point] = this.#next.length - 1;
    this.#pairs.push(left, right);
  }

  pop(point: number): readonly [left: number, right: number] | null {
    const at = this.#head[point] as number;
    if (at < 0) return null;
    this.#head[point] = this.#next[at] as number;
    return [this.#pairs[2 * at] as number, this.#pairs[2 * at + 1] as number];
  }
}

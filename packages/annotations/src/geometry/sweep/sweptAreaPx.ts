import type { RingPx } from "../../document/types.ts";
import { type CrossingPx, SweepEdges } from "./SweepEdges.ts";
import { sweepCrossings } from "./sweepCrossings.ts";

/**
 * What a ring encloses by the even-odd rule, from its edges cut at their crossings: the inside changes sides at each, and what lies
 * between the pieces and the y axis adds up to the area. O((n + k) log n) for n points and k crossings.
 * @returns null where it crosses itself more than `crossingsMax` times.
 */
export function sweptAreaPx(ring: RingPx, crossingsMax: number): number | null {
  const edges = SweepEdges.ofRing(ring);
  if (edges === null) return 0;
  const swept = sweepCrossings(edges, crossingsMax);
  if (swept === null) return null;
  const { pairs, isInsideRight } = swept;
  const crossings = new Map<number, CrossingPx[]>();
  for (let i = 0; i < pairs.length; i += 2) {
    const [one, other] = [pairs[i] as number, pairs[i + 1] as number];
    const crossing = edges.crossingPx(one, other);
    for (const edge of [one, other]) {
      const known = crossings.get(edge);
      if (known === undefined) crossings.set(edge, [crossing]);
      else known.push(crossing);
    }
  }
  const { xPx, yPx } = edges.points;
  let doubled = 0;
  for (let edge = 0; edge < edges.count; edge++) {
    let sign = isInsideRight[edge] === 1 ? -1 : 1;
    let x = xPx[edges.upper[edge] as number] as number;
    let y = yPx[edges.upper[edge] as number] as number;
    const along = (crossings.get(edge) ?? []).sort((a, b) => a.yPx - b.yPx);
    for (const crossing of along) {
      doubled += sign * (x + crossing.xPx) * (crossing.yPx - y);
      ({ xPx: x, yPx: y } = crossing);
      sign = -sign;
    }
    const lower = edges.lower[edge] as number;
    doubled += sign * (x + (xPx[lower] as number)) * ((yPx[lower] as number) - y);
  }
  return Math.max(0, doubled / 2);
}

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RingPx } from "../document/types.ts";
import { simplifyGeometry } from "./simplifyGeometry.ts";

const polygon = (outer: RingPx, ...holes: RingPx[]) => ({ type: "polygon" as const, parts: [{ outer, holes }] });

/** The distance from each of many points along one ring to the nearest segment of another, at its greatest. */
function farthestPx(from: RingPx, to: RingPx): number {
  const points = (ring: RingPx) =>
    Array.from({ length: ring.length / 2 }, (_, i) => [ring[2 * i], ring[2 * i + 1]]) as [number, number][];
  const [a, b] = [points(from), points(to)];
  let farthest = 0;
  for (const [i, [x, y]] of a.entries()) {
    const [nextX, nextY] = a[(i + 1) % a.length] as [number, number];
    for (let step = 0; step < 8; step++) {
      const [px, py] = [x + ((nextX - x) * step) / 8, y + ((nextY - y) * step) / 8];
      const distances = b.map(([qx, qy], k) => {
        const [rx, ry] = b[(k + 1) % b.length] as [number, number];
        const lengthSquared = (rx - qx) ** 2 + (ry - qy) ** 2;
        const t = lengthSquared === 0 ? 0 : ((px - qx) * (rx - qx) + (py - qy) * (ry - qy)) / lengthSquared;
        const along = Math.min(1, Math.max(0, t));
        return Math.hypot(px - qx - along * (rx - qx), py - qy - along * (ry - qy));
      });
      farthest = Math.max(farthest, Math.min(...distances));
    }
  }
  return farthest;
}

describe("simplifyGeometry", () => {
  it("says how far the outline moved, which is the farthest point left out", () => {
    const ring = [0, 0, 5, 0.4, 10, 0, 10, 5, 10, 10, 4, 10.2, 0, 10];
    expect(simplifyGeometry(polygon(ring), 0.5)).toEqual({
      geometry: polygon([0, 0, 10, 0, 10, 10, 0, 10]),
      pointsBefore: 7,
      pointsAfter: 4,
      distancePx: expect.closeTo(0.4, 12),
    });
    expect(simplifyGeometry(polygon(ring), 0.1).distancePx).toBe(0);
  });

  it("keeps holes, parts, and rings that would lose their area", () => {
    const hole = [2, 2, 2, 4, 2.1, 5, 2, 6, 6, 6, 6, 2];
    const sliver = [0, 0, 5, 0.1, 10, 0, 5, -0.1];
    const geometry = {
      type: "polygon" as const,
      parts: [
        { outer: [0, 0, 9, 0, 9, 9, 0, 9], holes: [hole] },
        { outer: sliver, holes: [] },
      ],
    };
    const simplified = simplifyGeometry(geometry, 0.5);
    expect(simplified.geometry).toEqual({
      type: "polygon",
      parts: [
        { outer: geometry.parts[0]?.outer, holes: [[2, 2, 2, 6, 6, 6, 6, 2]] },
        { outer: sliver, holes: [] },
      ],
    });
    expect(simplified.distancePx).toBeCloseTo(0.1, 12);
  });

  it("leaves masks and boxes alone", () => {
    const mask = { type: "rle" as const, rle: { size: [4, 4] as const, counts: "4" } };
    expect(simplifyGeometry(mask, 3)).toEqual({ geometry: mask, pointsBefore: 0, pointsAfter: 0, distancePx: 0 });
  });

  it("never moves an outline farther than it says, and says no more than was allowed", () => {
    const coordinate = fc.double({ min: 0, max: 50, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(coordinate, coordinate), { minLength: 4, maxLength: 25 }),
        fc.double({ min: 0.1, max: 20, noNaN: true }),
        (points, tolerancePx) => {
          const ring = points.flat();
          const { geometry, distancePx } = simplifyGeometry(polygon(ring), tolerancePx);
          const outer = geometry.type === "polygon" ? (geometry.parts[0]?.outer ?? []) : [];
          expect(distancePx).toBeLessThanOrEqual(tolerancePx);
          expect(farthestPx(ring, outer)).toBeLessThanOrEqual(distancePx + 1e-9);
          expect(farthestPx(outer, ring)).toBeLessThanOrEqual(distancePx + 1e-9);
        },
      ),
      { numRuns: 150 },
    );
  });
});

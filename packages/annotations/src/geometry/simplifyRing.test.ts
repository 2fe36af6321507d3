import { describe, expect, it } from "vitest";
import { simplifyRing, simplifyRingMeasured } from "./simplifyRing.ts";

describe("simplifyRing", () => {
  it("drops points on straight sides and small dents", () => {
    const ring = [0, 0, 5, 0.4, 10, 0, 10, 5, 10, 10, 0, 10];
    expect(simplifyRing(ring, 0.5)).toEqual([0, 0, 10, 0, 10, 10, 0, 10]);
    expect(simplifyRing(ring, 0.3)).toEqual([0, 0, 5, 0.4, 10, 0, 10, 10, 0, 10]);
  });

  it("never leaves fewer than three points", () => {
    const sliver = [0, 0, 5, 0.1, 10, 0, 5, -0.1];
    expect(simplifyRing(sliver, 3)).toEqual(sliver);
  });

  it("is as quick, and as near, where the farthest point is always the next", () => {
    // Each zigzag is a little lower than the one before: the farthest point of what is left is its first.
    const points = 20_000;
    const heightOf = (i: number) => (i % 2 === 0 ? 0 : 1e6 - i);
    const ring = Array.from({ length: points }, (_, i) => [i, heightOf(i)]).flat();
    const { ring: simplified, distancePx } = simplifyRingMeasured(ring, 10);
    expect(distancePx).toBeLessThanOrEqual(10);
    const kept = simplified.filter((_, i) => i % 2 === 0);
    expect(kept.length).toBeLessThan(points);
    let farthest = 0;
    kept.forEach((from, k) => {
      const to = kept[k + 1] ?? points;
      const slope = (heightOf(to % points) - heightOf(from)) / ((to % points) - from);
      for (let i = from + 1; i < to; i++) {
        // Across, which is never less than the distance from a line that is not level.
        const across = slope === 0 ? heightOf(i) - heightOf(from) : (heightOf(i) - heightOf(from)) / slope - (i - from);
        farthest = Math.max(farthest, Math.abs(across));
      }
    });
    expect(farthest).toBeLessThanOrEqual(10 + 1e-6);
  });
});

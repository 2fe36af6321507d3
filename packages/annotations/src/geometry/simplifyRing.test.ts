import { describe, expect, it } from "vitest";
import { simplifyRing } from "./simplifyRing.ts";

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
});

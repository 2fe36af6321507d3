import { describe, expect, it } from "vitest";
import { recallAndPrecision } from "./recallAndPrecision.ts";

describe("recallAndPrecision", () => {
  it("reads precision at i * 0.01, where 35 * 0.01 is a little more than 7 / 20", () => {
    const verdicts = new Uint8Array(7).fill(1);
    const { recall, averagePrecision } = recallAndPrecision([0, 1, 2, 3, 4, 5, 6], verdicts, 20);
    expect(recall).toBe(7 / 20);
    expect(averagePrecision).toBeCloseTo(35 / 101, 12);
  });

  it("takes the best precision at a recall or beyond, and leaves out what does not count", () => {
    // False, true, not counted, true: precision 0, 1/2, 1/2, 2/3; recall 0, 1/2, 1/2, 1.
    const { recall, averagePrecision } = recallAndPrecision([0, 1, 2, 3], Uint8Array.of(0, 1, 2, 1), 2);
    expect(recall).toBe(1);
    expect(averagePrecision).toBeCloseTo(2 / 3, 12);
  });

  it("is -1 without ground truth", () => {
    expect(recallAndPrecision([0], Uint8Array.of(0), 0)).toEqual({ recall: -1, averagePrecision: -1 });
  });
});

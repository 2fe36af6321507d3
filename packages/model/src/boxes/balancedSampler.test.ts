import { describe, expect, test } from "vitest";
import { createRandom } from "../random/random.ts";
import { samplePositivesAndNegatives } from "./balancedSampler.ts";

const labels = Int32Array.from([1, 0, 0, -1, 2, 0, 3, 0, -2, 0]);

describe("samplePositivesAndNegatives", () => {
  test("takes at most the positive share and fills up with negatives, never with ignored boxes", () => {
    const { positives, negatives } = samplePositivesAndNegatives(
      labels,
      { batchSizePerImage: 6, positiveFraction: 1 / 3 },
      createRandom(1),
    );
    expect(positives).toHaveLength(2);
    expect([...positives].every((index) => [0, 4, 6].includes(index))).toBe(true);
    expect(negatives).toHaveLength(4);
    expect([...negatives].every((index) => labels[index] === 0)).toBe(true);
  });

  test("gives the same for the same random source, and something else for another", () => {
    const many = new Int32Array(1000);
    const sample = (seed: number) =>
      samplePositivesAndNegatives(many, { batchSizePerImage: 8, positiveFraction: 0.5 }, createRandom(seed)).negatives;
    expect(sample(3)).toEqual(sample(3));
    expect(sample(3)).not.toEqual(sample(4));
  });
});

import { expect, test } from "vitest";
import { miniNetConfiguration } from "../configuration/modelConfiguration.ts";
import { createRandom } from "../random/random.ts";
import { sampleAnchors } from "./rpnTargets.ts";

const { rpn } = miniNetConfiguration({ numClasses: 2 });
const anchors = Float32Array.from([...[0, 0, 10, 10], ...[0, 0, 10, 5], ...[40, 40, 50, 50], ...[100, 0, 140, 40]]);

test("anchors that match become positive with the deltas to their object, empty ones negative, others neither", () => {
  const truth = Float32Array.from([0, 0, 10, 9]);
  const { positives, negatives, positiveDeltas } = sampleAnchors(anchors, truth, rpn, createRandom(1));
  // The first overlaps by 0.9; the second by 5 / 9, between the thresholds.
  expect([...positives]).toEqual([0]);
  expect([...negatives].sort()).toEqual([2, 3]);
  [0, -0.05, 0, Math.log(0.9)].forEach((value, index) => {
    expect(positiveDeltas[index]).toBeCloseTo(value, 5);
  });
});

test("an image without objects trains on negatives alone", () => {
  const { positives, negatives } = sampleAnchors(anchors, new Float32Array(), rpn, createRandom(1));
  expect(positives).toHaveLength(0);
  expect([...negatives].sort()).toEqual([0, 1, 2, 3]);
});

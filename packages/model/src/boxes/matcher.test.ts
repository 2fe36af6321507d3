import { describe, expect, test } from "vitest";
import { belowLowThreshold, betweenThresholds, matchBoxes } from "./matcher.ts";

const truth = Float32Array.from([0, 0, 10, 10, 20, 0, 30, 10]);
// IoU with the first truth 1, 0.6 (a strip of 6), 0.4; with the second 0.2; with none.
const boxes = Float32Array.from([
  ...[0, 0, 10, 10],
  ...[0, 0, 10, 6],
  ...[0, 0, 10, 4],
  ...[20, 0, 22, 10],
  ...[50, 50, 60, 60],
]);
const thresholds = { foregroundIou: 0.7, backgroundIou: 0.3 };

describe("matchBoxes", () => {
  test("at least the foreground's overlap matches, below the background's is background, between is ignored", () => {
    const matches = matchBoxes(boxes, truth, { ...thresholds, allowLowQualityMatches: false });
    expect([...matches]).toEqual([0, betweenThresholds, betweenThresholds, belowLowThreshold, belowLowThreshold]);
  });

  test("low quality matches give every ground truth its best box", () => {
    const matches = matchBoxes(boxes, truth, { ...thresholds, allowLowQualityMatches: true });
    expect([...matches]).toEqual([0, betweenThresholds, betweenThresholds, 1, belowLowThreshold]);
  });

  test("without ground truth all is background", () => {
    const matches = matchBoxes(boxes, new Float32Array(), { ...thresholds, allowLowQualityMatches: true });
    expect([...matches]).toEqual(new Array(5).fill(belowLowThreshold));
  });
});

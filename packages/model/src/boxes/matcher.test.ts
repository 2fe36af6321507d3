import { describe, expect, test } from "vitest";
import { createRandom } from "../random/random.ts";
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

  test("a ground truth that no box overlaps gives every box its own best, as in torchvision", () => {
    const withFar = Float32Array.from([...truth, 80, 80, 90, 90]);
    const matches = matchBoxes(boxes, withFar, { ...thresholds, allowLowQualityMatches: true });
    expect([...matches]).toEqual([0, 0, 0, 1, 0]);
  });

  test("is what its definition says, pair by pair", () => {
    const random = createRandom(5);
    const side = () => Math.ceil(random.uniform() * 20);
    const randomBoxes = (count: number) =>
      Float32Array.from(
        Array.from({ length: count }).flatMap(() => {
          const [x, y] = [Math.floor(random.uniform() * 40), Math.floor(random.uniform() * 40)];
          return [x, y, x + side(), y + side()];
        }),
      );
    for (let round = 0; round < 30; round++) {
      const [many, few] = [randomBoxes(200), randomBoxes(5)];
      const iou = (box: number, of: number) => {
        const at = (values: Float32Array, index: number, corner: number) => values[index * 4 + corner] as number;
        const extent = (low: number) =>
          Math.max(
            0,
            Math.min(at(many, box, low + 2), at(few, of, low + 2)) - Math.max(at(many, box, low), at(few, of, low)),
          );
        const area = (values: Float32Array, index: number) =>
          (at(values, index, 2) - at(values, index, 0)) * (at(values, index, 3) - at(values, index, 1));
        const shared = extent(0) * extent(1);
        return Math.fround(shared / (area(few, of) + area(many, box) - shared));
      };
      const overlaps = Array.from({ length: 5 }, (_, of) => Array.from({ length: 200 }, (__, box) => iou(box, of)));
      const expected = Array.from({ length: 200 }, (_, box) => {
        const own = overlaps.map((row) => row[box] as number);
        const best = Math.max(...own);
        const isClosest = overlaps.some((row) => row[box] === Math.max(...row));
        if (best >= thresholds.foregroundIou || isClosest) return own.indexOf(best);
        return best >= thresholds.backgroundIou ? betweenThresholds : belowLowThreshold;
      });
      expect([...matchBoxes(many, few, { ...thresholds, allowLowQualityMatches: true })]).toEqual(expected);
    }
  });

  test("without ground truth all is background", () => {
    const matches = matchBoxes(boxes, new Float32Array(), { ...thresholds, allowLowQualityMatches: true });
    expect([...matches]).toEqual(new Array(5).fill(belowLowThreshold));
  });
});

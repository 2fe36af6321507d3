import { describe, expect, test } from "vitest";
import { miniNetConfiguration } from "../configuration/modelConfiguration.ts";
import { createRandom } from "../random/random.ts";
import { proposeBoxes, topIndices } from "./proposals.ts";

const { rpn } = miniNetConfiguration({ numClasses: 2 });
const frame = { heightPx: 100, widthPx: 100, preNmsTopN: 10, postNmsTopN: 10 };

/** One level whose every anchor is predicted as it stands. */
function level(objectnessLogits: number[]) {
  return {
    heightCells: 1,
    widthCells: objectnessLogits.length,
    objectnessLogits: Float32Array.from(objectnessLogits),
    deltas: new Float32Array(objectnessLogits.length * 4),
  };
}

describe("proposeBoxes", () => {
  const near = Float32Array.from([10, 10, 30, 30, 10, 10, 30, 31, 60, 60, 80, 80]);

  test("gives the best boxes by falling score, without near copies within a level", () => {
    const proposals = proposeBoxes(0, [level([1, 2, 3])], [near], rpn, frame);
    expect([...proposals]).toEqual([60, 60, 80, 80, 10, 10, 30, 31]);
  });

  test("levels do not suppress one another", () => {
    const far = Float32Array.from([10, 10, 30, 31]);
    const proposals = proposeBoxes(0, [level([1, 2, 3]), level([0])], [near, far], rpn, frame);
    expect(proposals.length / 4).toBe(3);
  });

  test("takes the best of each level before suppression, and of all after it", () => {
    const before = proposeBoxes(0, [level([1, 2, 3])], [near], rpn, { ...frame, preNmsTopN: 1 });
    expect([...before]).toEqual([60, 60, 80, 80]);
    const after = proposeBoxes(0, [level([1, 3, 2])], [near], rpn, { ...frame, postNmsTopN: 1 });
    expect([...after]).toEqual([10, 10, 30, 31]);
  });

  test("clips to the image, and drops what is left without an extent", () => {
    const anchors = Float32Array.from([90, 90, 130, 120, 110, 10, 130, 30]);
    expect([...proposeBoxes(0, [level([1, 2])], [anchors], rpn, frame)]).toEqual([90, 90, 100, 100]);
  });

  test("reads the second image's part of the predictions", () => {
    const prediction = { ...level([9, 9, 9, 1, 2, 3]), widthCells: 3 };
    prediction.deltas[3 * 4] = 0.5;
    const proposals = proposeBoxes(1, [prediction], [near], rpn, frame);
    // Box 0 moves right by half its width, so that it is no near copy of box 1 any more.
    expect([...proposals]).toEqual([60, 60, 80, 80, 10, 10, 30, 31, 20, 10, 40, 30]);
  });
});

test("topIndices finds the highest, whatever their order, ties included", () => {
  const scores = Float32Array.from([3, 1, 3, 2, 3, 0]);
  expect([...topIndices(scores, 2)].sort()).toEqual([0, 2]);
  expect([...topIndices(scores, 4)].sort()).toEqual([0, 2, 3, 4]);
  expect([...topIndices(scores, 99)]).toEqual([0, 1, 2, 3, 4, 5]);
  const random = createRandom(3);
  for (const count of [1, 2, 3, 10, 100, 1000]) {
    // Few different values, so that many tie.
    const many = Float32Array.from({ length: count }, () => Math.floor(random.uniform() * count * 0.7));
    for (const limit of [1, Math.ceil(count / 3), count - 1].filter((at) => at > 0)) {
      const found = [...topIndices(many, limit)].map((index) => many[index]).sort();
      const byScore = [...many.keys()].sort((a, b) => (many[b] as number) - (many[a] as number) || a - b);
      expect(found).toEqual(
        byScore
          .slice(0, limit)
          .map((index) => many[index])
          .sort(),
      );
    }
  }
});

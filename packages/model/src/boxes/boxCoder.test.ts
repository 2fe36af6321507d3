import { describe, expect, test } from "vitest";
import { clipBox, decodeBoxInto, encodeBoxes } from "./boxCoder.ts";

const weights = [10, 10, 5, 5] as const;
/** 20 wide, 10 high, centred on (20, 15). */
const reference = Float32Array.from([10, 10, 30, 20]);
/** 40 wide, 5 high, centred on (25, 16). */
const target = Float32Array.from([5, 13.5, 45, 18.5]);

describe("box coding", () => {
  test("encodes the centre's shift by the reference's size and the log of the growth", () => {
    const deltas = encodeBoxes(target, reference, weights);
    const expected = [(10 * 5) / 20, (10 * 1) / 10, 5 * Math.log(2), 5 * Math.log(0.5)];
    expected.forEach((value, index) => {
      expect(deltas[index]).toBeCloseTo(value, 5);
    });
  });

  test("decoding gives back what was encoded", () => {
    const decoded = new Float32Array(4);
    decodeBoxInto(decoded, 0, encodeBoxes(target, reference, weights), 0, reference, 0, weights);
    target.forEach((value, index) => {
      expect(decoded[index]).toBeCloseTo(value, 4);
    });
  });

  test("a box grows at most 1000/16-fold", () => {
    const decoded = new Float32Array(4);
    decodeBoxInto(decoded, 0, Float32Array.from([0, 0, 100, 0]), 0, reference, 0, [1, 1, 1, 1]);
    expect((decoded[2] as number) - (decoded[0] as number)).toBeCloseTo((20 * 1000) / 16, 1);
  });

  test("clipping moves corners into the image", () => {
    const boxes = Float32Array.from([0, 0, 0, 0, -5, 3, 70, 55]);
    clipBox(boxes, 4, 50, 60);
    expect([...boxes]).toEqual([0, 0, 0, 0, 0, 3, 60, 50]);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  maskColumnMajorFromRuns,
  maskRowMajorFromRuns,
  runsFromMaskColumnMajor,
  runsFromMaskRowMajor,
} from "./runLengths.ts";

const side = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constantFrom(4, 8, 16, 64));
/** Masks of few changes and of many, with values that other tools write for foreground. */
const mask = fc.tuple(side, side, fc.constantFrom(0.02, 0.5, 0.98)).chain(([height, width, share]) =>
  fc.record({
    height: fc.constant(height),
    width: fc.constant(width),
    values: fc
      .array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(1, 1, 2, 255)), {
        minLength: height * width,
        maxLength: height * width,
      })
      .map((pixels) => pixels.map(([dice, value]) => (dice < share ? value : 0))),
  }),
);

/** One pixel after the other, as the format is defined. */
function plainCounts(columns: readonly number[]): number[] {
  const counts = [0];
  let value = 0;
  for (const pixel of columns) {
    if ((pixel === 0 ? 0 : 1) !== value) {
      counts.push(0);
      value = 1 - value;
    }
    counts[counts.length - 1] = (counts.at(-1) as number) + 1;
  }
  return counts;
}

describe("run lengths", () => {
  it("are the same however the mask lies in memory", () => {
    fc.assert(
      fc.property(mask, fc.integer({ min: 0, max: 3 }), ({ height, width, values }, offset) => {
        const columns = values.map((_, i) => values[(i % height) * width + Math.floor(i / height)] as number);
        const wanted = plainCounts(columns);
        // Bytes that begin in the middle of a word are read one by one.
        const shifted = (list: readonly number[]) => {
          const bytes = new Uint8Array(list.length + offset);
          bytes.set(list, offset);
          return bytes.subarray(offset);
        };
        const forms: ((list: readonly number[]) => ArrayLike<number>)[] = [
          (list) => list,
          shifted,
          Float32Array.from.bind(Float32Array),
        ];
        for (const form of forms) {
          const rowMajor = form(values);
          expect(Array.from(runsFromMaskRowMajor(rowMajor, height, width).counts)).toEqual(wanted);
          expect(Array.from(runsFromMaskColumnMajor(form(columns), height, width).counts)).toEqual(wanted);
        }
        const runs = runsFromMaskRowMajor(values, height, width);
        expect(Array.from(maskRowMajorFromRuns(runs))).toEqual(values.map((value) => (value === 0 ? 0 : 1)));
        expect(Array.from(maskColumnMajorFromRuns(runs))).toEqual(columns.map((value) => (value === 0 ? 0 : 1)));
      }),
      { numRuns: 300 },
    );
  });
});

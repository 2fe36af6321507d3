import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runsFromMaskRowMajor } from "./runLengths.ts";
import { runsFromCrop } from "./runsFromCrop.ts";

describe("runsFromCrop", () => {
  it("gives the runs of the whole mask, wherever the crop lies", () => {
    const small = fc.integer({ min: 1, max: 5 });
    const place = fc.integer({ min: -6, max: 6 });
    const cases = fc
      .tuple(small, small)
      .chain(([height, width]) =>
        fc.tuple(
          fc.constant(height),
          fc.constant(width),
          fc.array(fc.constantFrom(0, 1), { minLength: height * width, maxLength: height * width }),
        ),
      );
    fc.assert(
      fc.property(cases, place, place, small, small, ([cropHeight, cropWidth, crop], left, top, height, width) => {
        const whole = Array.from({ length: height * width }, (_, i) => {
          const x = (i % width) - left;
          const y = Math.floor(i / width) - top;
          return x >= 0 && y >= 0 && x < cropWidth && y < cropHeight ? (crop[y * cropWidth + x] as number) : 0;
        });
        const runs = runsFromCrop(
          { maskRowMajor: crop, heightPx: cropHeight, widthPx: cropWidth, leftPx: left, topPx: top },
          height,
          width,
        );
        expect(runs).toEqual(runsFromMaskRowMajor(whole, height, width));
      }),
      { numRuns: 500 },
    );
  });
});

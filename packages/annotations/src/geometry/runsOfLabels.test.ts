import fc from "fast-check";
import { expect, it } from "vitest";
import { runsFromMaskRowMajor } from "./runLengths.ts";
import { runsOfLabels } from "./runsOfLabels.ts";

it("gives each label the mask of its pixels", () => {
  const size = fc.integer({ min: 1, max: 7 });
  fc.assert(
    fc.property(
      size,
      size,
      fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 49, maxLength: 49 }),
      (h, w, values) => {
        const labels = values.slice(0, h * w);
        const expected = [1, 2, 3].map((label) =>
          runsFromMaskRowMajor(
            labels.map((one) => (one === label ? 1 : 0)),
            h,
            w,
          ),
        );
        expect(runsOfLabels(labels, 3, h, w)).toEqual(expected);
      },
    ),
  );
});

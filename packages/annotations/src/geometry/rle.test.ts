import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BoxXywhPx, Rle } from "../document/types.ts";
import { boxIouXywh } from "./boxIouXywh.ts";
import { mergeRuns } from "./mergeRuns.ts";
import {
  maskColumnMajorFromRle,
  maskRowMajorFromRle,
  rleAreaPx,
  rleBoxXywhPx,
  rleFromMaskColumnMajor,
  rleFromMaskRowMajor,
  rleFromRuns,
  runsFromCountList,
  runsFromRle,
} from "./rle.ts";
import { runsIou } from "./runsIou.ts";
import { runsFromString, runsToString } from "./runsString.ts";

interface Golden {
  groups: {
    masksRowMajor: string[];
    rles: Rle[];
    areas: number[];
    boxes: BoxXywhPx[];
    union: Rle;
    intersection: Rle;
    isCrowd: number[];
    iou: number[][];
  }[];
  longRuns: Rle;
  boxes: { boxesXywhPx: BoxXywhPx[]; isCrowd: number[]; iou: number[][] };
}
const golden = JSON.parse(readFileSync(new URL("./runLengths.golden.json", import.meta.url), "utf8")) as Golden;
const digits = (text: string): number[] => Array.from(text, Number);

const anyMask = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 })).chain(([height, width]) =>
  fc.record({
    height: fc.constant(height),
    width: fc.constant(width),
    a: fc.array(fc.constantFrom(0, 1), { minLength: height * width, maxLength: height * width }),
    b: fc.array(fc.constantFrom(0, 1), { minLength: height * width, maxLength: height * width }),
  }),
);

describe("run lengths against pycocotools", () => {
  it("encodes, decodes, measures and boxes every mask alike", () => {
    for (const group of golden.groups) {
      group.rles.forEach((rle, i) => {
        const mask = digits(group.masksRowMajor[i] as string);
        expect(rleFromMaskRowMajor(mask, ...rle.size)).toEqual(rle);
        expect(Array.from(maskRowMajorFromRle(rle))).toEqual(mask);
        expect(rleAreaPx(rle)).toBe(group.areas[i]);
        expect(rleBoxXywhPx(rle)).toEqual(group.boxes[i]);
      });
    }
  });

  it("unites and intersects alike", () => {
    for (const group of golden.groups) {
      const runs = group.rles.map(runsFromRle);
      expect(rleFromRuns(mergeRuns(runs, "union"))).toEqual(group.union);
      expect(rleFromRuns(mergeRuns(runs, "intersection"))).toEqual(group.intersection);
    }
  });

  it("gives the same intersection over union, crowds too", () => {
    for (const group of golden.groups) {
      const runs = group.rles.map(runsFromRle);
      const iou = runs.map((d) => runs.map((g, j) => runsIou(d, g, group.isCrowd[j] === 1)));
      expect(iou).toEqual(group.iou);
    }
  });

  it("gives the same intersection over union of boxes, crowds too", () => {
    const { boxesXywhPx, isCrowd, iou } = golden.boxes;
    expect(boxesXywhPx.map((d) => boxesXywhPx.map((g, j) => boxIouXywh(d, g, isCrowd[j] === 1)))).toEqual(iou);
  });

  it("reads and writes runs of more than one character", () => {
    const runs = runsFromRle(golden.longRuns);
    expect(rleFromRuns(runs)).toEqual(golden.longRuns);
    expect(runs.counts[0]).toBe(5 * 700 + 3);
  });
});

describe("run lengths", () => {
  it("count zeros first, down the columns", () => {
    // 1 0
    // 1 1   columns: 1 1, 0 1 -> 0 zeros, 2 ones, 1 zero, 1 one
    expect(Array.from(runsFromRle(rleFromMaskRowMajor([1, 0, 1, 1], 2, 2)).counts)).toEqual([0, 2, 1, 1]);
    expect(rleFromMaskColumnMajor([1, 1, 0, 1], 2, 2)).toEqual(rleFromMaskRowMajor([1, 0, 1, 1], 2, 2));
    expect(Array.from(maskColumnMajorFromRle(rleFromMaskRowMajor([1, 0, 1, 1], 2, 2)))).toEqual([1, 1, 0, 1]);
  });

  it("survive the way to text and back", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 0xffffffff })), (counts) => {
        expect(Array.from(runsFromString(runsToString(counts)))).toEqual(counts);
      }),
    );
  });

  it("merge as sets of pixels do", () => {
    fc.assert(
      fc.property(anyMask, ({ height, width, a, b }) => {
        const [runsA, runsB] = [a, b].map((mask) => runsFromRle(rleFromMaskRowMajor(mask, height, width)));
        if (runsA === undefined || runsB === undefined) throw new Error("unreachable");
        const merged = (operation: "union" | "intersection" | "difference") =>
          Array.from(maskRowMajorFromRle(rleFromRuns(mergeRuns([runsA, runsB], operation))));
        expect(merged("union")).toEqual(a.map((value, i) => value | (b[i] as number)));
        expect(merged("intersection")).toEqual(a.map((value, i) => value & (b[i] as number)));
        expect(merged("difference")).toEqual(a.map((value, i) => value & (1 - (b[i] as number))));
        const shared = a.filter((value, i) => value === 1 && b[i] === 1).length;
        const either = a.filter((value, i) => value === 1 || b[i] === 1).length;
        expect(runsIou(runsA, runsB)).toBe(either === 0 ? 0 : shared / either);
      }),
    );
  });

  it.each([
    ["a character outside 48..111", { size: [2, 2], counts: "4 " } as Rle, /invalid character at position 1/],
    ["a text cut off", { size: [2, 2], counts: "T" } as Rle, /end inside a number/],
    ["too few pixels", { size: [2, 3], counts: "4" } as Rle, /cover 4 pixels, expected 2 x 3 = 6/],
    ["a negative run", { size: [2, 2], counts: "O" } as Rle, /run 0 is -1/],
  ])("refuse %s", (_, rle, message) => {
    expect(() => runsFromRle(rle)).toThrow(message);
  });

  it("are read from a list of counts, checked", () => {
    expect(rleFromRuns(runsFromCountList([0, 2, 1, 1], 2, 2))).toEqual(rleFromMaskRowMajor([1, 0, 1, 1], 2, 2));
    expect(() => runsFromCountList([1, 1.5, 1.5], 2, 2)).toThrow(/run 1 is 1.5/);
  });
});

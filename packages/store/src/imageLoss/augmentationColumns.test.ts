import { expect, it } from "vitest";
import { augmentationAt, augmentationColumns } from "./augmentationColumns.ts";

const window = { scaledWidthPx: 640, scaledHeightPx: 480, leftPx: 31, topPx: 12, widthPx: 512, heightPx: 512 };
const done = {
  window,
  flipped: true,
  colors: [
    { kind: "hue" as const, amount: -0.0625 },
    { kind: "brightness" as const, amount: 1.25 },
  ],
};

it("writes no columns for what was done to no image", () => {
  const plain = { window: null, flipped: false, colors: [] };
  const counts = (...given: Parameters<typeof augmentationColumns>[0]) => {
    const { integers, amounts } = augmentationColumns(given);
    return [integers.length, amounts.length];
  };
  expect(counts(null, null)).toEqual([0, 0]);
  expect(counts(null, plain)).toEqual([1, 0]);
  expect(counts(plain, { ...done, colors: [] })).toEqual([7, 0]);
  expect(counts(plain, { ...done, window: null })).toEqual([1, 4]);
});

it("keeps the order of the colours, whichever there are", () => {
  const kinds = ["brightness", "contrast", "saturation", "hue"] as const;
  const orders = (left: readonly (typeof kinds)[number][]): (typeof kinds)[number][][] => [
    [],
    ...left.flatMap((kind) => orders(left.filter((one) => one !== kind)).map((rest) => [kind, ...rest])),
  ];
  const all = orders(kinds).map((order) => ({
    window: null,
    flipped: false,
    colors: order.map((kind, at) => ({ kind, amount: at / 8 })),
  }));
  // 1 + 4 + 12 + 24 + 24.
  expect(all).toHaveLength(65);
  const columns = augmentationColumns(all);
  expect(all.map((_, index) => augmentationAt(columns, index))).toEqual(all);
});

it("refuses columns that lack what their codes tell of", () => {
  const { integers, amounts } = augmentationColumns([null, done]);
  expect(augmentationAt({ integers, amounts }, 0)).toBeNull();
  expect(augmentationAt({ integers, amounts }, 1)).toEqual(done);
  expect(() => augmentationAt({ integers: integers.slice(0, 3), amounts }, 1)).toThrow(
    "expected 6 columns of windows, got 2",
  );
  expect(() => augmentationAt({ integers, amounts: [] }, 1)).toThrow("expected 4 columns of amounts, got 0");
});

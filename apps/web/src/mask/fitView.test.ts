import { expect, test } from "vitest";
import { readableOn } from "./drawMasks.ts";
import { fitView } from "./fitView.ts";

test("cover cuts, contain letterboxes, both centred", () => {
  const image = { widthPx: 200, heightPx: 100 };
  const frame = { width: 100, height: 100 };
  expect(fitView(image, frame, "cover")).toEqual({ scale: 1, offsetX: -50, offsetY: 0 });
  expect(fitView(image, frame, "contain")).toEqual({ scale: 0.5, offsetX: 0, offsetY: 25 });
});

test("labels are readable on bright and dark colours", () => {
  expect(readableOn("#ffe066")).toBe("#10131a");
  expect(readableOn("#3f3f9c")).toBe("#ffffff");
});

import { expect, test } from "vitest";
import { readAp } from "./readAp.ts";

test("figures are read by kind, COCO's -1 is nothing measured", () => {
  const { segm, bbox } = readAp({ segm: { AP: 0.45, AP50: 0.8, AP75: -1 } });
  expect(segm).toEqual({ AP: 0.45, AP50: 0.8, AP75: null });
  expect(bbox.AP).toBeNull();
  expect(readAp(null).segm.AP).toBeNull();
});

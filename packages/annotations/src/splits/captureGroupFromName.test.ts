import { expect, test } from "vitest";
import { captureGroupFromName } from "./captureGroupFromName.ts";

const HASH = "1df4f5078028640ec94e983240d9521a";

test.each([
  [`train/IMG_5868_scaled_0_png_jpg.rf.${HASH}.jpg`, "IMG_5868"],
  [`valid/IMG_5868_scaled_1_png_jpg.rf.${HASH}.jpg`, "IMG_5868"],
  [`street.corner-3_jpeg.rf.${HASH}.jpg`, "street.corner-3"],
  [`roof-tile-3-4_png.rf.${HASH}.png`, "roof"],
  [`a.rf.b_jpg.rf.${HASH}.jpg`, "a.rf.b"],
  [`_jpg.rf.${HASH}.jpg`, "_jpg"],
  // A frame's number and a photograph's own name say nothing of a capture.
  [`frame_0001_jpg.rf.${HASH}.jpg`, "frame_0001"],
  ["IMG_5868_scaled_0.jpg", null],
  ["notes.rf.short.jpg", null],
  [`${HASH}.jpg`, null],
])("%s is of capture %s", (path, group) => {
  expect(captureGroupFromName(path)).toBe(group);
});

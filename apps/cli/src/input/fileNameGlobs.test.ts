import { expect, it } from "vitest";
import { fileNameGlobs } from "./fileNameGlobs.ts";

it.each([
  ["*_night.jpg", "val/12_night.jpg", true],
  ["*_night.jpg", "val/12_night.jpg.png", false],
  ["val/*", "val/a/b.jpg", true],
  ["val/*", "train/a.jpg", false],
  ["img?.jpg", "x/img7.jpg", true],
  ["img?.jpg", "x/img.jpg", false],
  ["a+(b)[c].jpg", "a+(b)[c].jpg", true],
  ["a.jpg", "axjpg", false],
])("%s on %s is %s", (pattern, path, fits) => {
  expect(fileNameGlobs([pattern])(path)).toBe(fits);
  expect(fileNameGlobs(["nothing", pattern])(path)).toBe(fits);
});

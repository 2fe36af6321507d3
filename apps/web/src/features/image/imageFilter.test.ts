import { expect, test } from "vitest";
import { type ImageFilterState, imageFilterInput, isFiltered } from "./imageFilter.ts";

const none: ImageFilterState = {
  fileName: null,
  categoryId: null,
  unannotated: false,
  splitId: null,
  subset: null,
  tag: null,
};

test("nothing chosen filters nothing", () => {
  expect(imageFilterInput(none)).toEqual({});
  expect(isFiltered(none)).toBe(false);
});

test("a subset needs its split", () => {
  expect(isFiltered({ ...none, subset: "VAL" })).toBe(false);
  expect(imageFilterInput({ ...none, subset: "VAL", splitId: "s" })).toEqual({ splitId: "s", subset: "VAL" });
});

test("conditions add up", () => {
  expect(imageFilterInput({ ...none, fileName: "img_", categoryId: "c", unannotated: true })).toEqual({
    fileNameContains: "img_",
    categoryId: "c",
    unannotated: true,
  });
});

test("a tag, or none at all", () => {
  expect(imageFilterInput({ ...none, tag: "night" })).toEqual({ tags: ["night"] });
  expect(imageFilterInput({ ...none, tag: "" })).toEqual({ untagged: true });
});

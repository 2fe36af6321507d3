import { expect, test } from "vitest";
import { foldersOf } from "./foldersOf.ts";

test("each folder above a file is named once, by path", () => {
  expect(foldersOf(["b/x.txt", "a/c/y.txt", "a/c/z.txt", "top.txt"])).toEqual(["a", "a/c", "b"]);
  expect(foldersOf([])).toEqual([]);
});

import { expect, test } from "vitest";
import { wantedPages } from "./wantedPages.ts";

test.each([
  ["of a list that nothing is known of, the first", 0, 0, 0, [0]],
  ["the first with the one after it", 0, 39, 1_000, [0, 1]],
  ["one in the middle with both beside it", 80, 100, 1_000, [2, 3, 1]],
  ["several in sight of a large screen", 30, 130, 1_000, [0, 1, 2, 3, 4]],
  ["the last, and none beyond the end", 990, 1_200, 1_000, [24, 23]],
])("wanted are pages: %s", (_what, first, last, total, pages) => {
  expect(wantedPages(first, last, total)).toEqual(pages);
});

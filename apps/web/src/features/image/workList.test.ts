import fc from "fast-check";
import { expect, test } from "vitest";
import type { ImageFilterState } from "./imageFilter.ts";
import {
  gridAddress,
  imageAddress,
  readWorkList,
  type WorkList,
  workListArguments,
  workListParameters,
} from "./workList.ts";

const none: ImageFilterState = {
  fileName: null,
  categoryId: null,
  unannotated: false,
  splitId: null,
  subset: null,
  tag: null,
};
const all: WorkList = { filter: none, order: "IMPORTED" };

test("the list of all images adds nothing to an address", () => {
  expect(imageAddress("d", "i", all)).toBe("/datasets/d/images/i");
  expect(gridAddress("d", all, null)).toBe("/datasets/d");
  expect(gridAddress("d", all, "i")).toBe("/datasets/d?at=i");
});

test("the image page's list is that of the grid, and leads back to it", () => {
  const list: WorkList = {
    filter: { ...none, fileName: "night & day", categoryId: "c", subset: "VAL", splitId: "s" },
    order: "NEWEST",
  };
  const address = new URL(imageAddress("d", "i", list), "http://localhost");
  expect(readWorkList(address.searchParams)).toEqual(list);
  const back = new URL(gridAddress("d", list, "i"), "http://localhost");
  expect(back.pathname).toBe("/datasets/d");
  expect(back.searchParams.get("at")).toBe("i");
  expect(readWorkList(back.searchParams)).toEqual(list);
});

test("a subset in the grid is one of the newest split until another is chosen; the image page is told which", () => {
  const list = readWorkList(new URLSearchParams("subset=TRAIN"), "newest");
  expect(workListParameters(list).toString()).toBe("subset=TRAIN&split=newest");
  expect(workListArguments(list).filter).toEqual({ subset: "TRAIN", splitId: "newest" });
});

test("whatever an address says, a list comes of it, and its own address gives the same images", () => {
  const names = ["name", "category", "subset", "split", "unannotated", "tag", "untagged", "order", "at", "tab"];
  const parameters = fc.array(
    fc.tuple(fc.constantFrom(...names), fc.oneof(fc.string(), fc.constantFrom("VAL", "newest"))),
  );
  fc.assert(
    fc.property(parameters, (pairs) => {
      const list = readWorkList(new URLSearchParams(pairs));
      const again = readWorkList(workListParameters(list));
      expect(workListArguments(again)).toEqual(workListArguments(list));
    }),
    { numRuns: 200, seed: 13 },
  );
});

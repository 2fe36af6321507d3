import { expect, test } from "vitest";
import { listOf, listText } from "./useQueryList.ts";

test("a list survives the page's address, whatever its members hold", () => {
  for (const list of [["loss", "val/segm/AP"], ["a,b", "100%", "%2C"], []])
    expect(listOf(listText(list))).toEqual(list);
  expect(listText([])).toBeNull();
});

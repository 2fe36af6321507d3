import { expect, test } from "vitest";
import { appendLines } from "./appendLines.ts";

const line = (index: number) => ({ index, at: "2026-11-23T12:00:00Z", level: "info", text: String(index) });

test("lines that are there already are not repeated", () => {
  expect(appendLines([line(0), line(1)], [line(1), line(2)]).map(({ index }) => index)).toEqual([0, 1, 2]);
});

test("nothing new keeps the very same list", () => {
  const before = [line(0)];
  expect(appendLines(before, [line(0)])).toBe(before);
});

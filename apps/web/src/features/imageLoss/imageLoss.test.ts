import { expect, test } from "vitest";
import { lossParts } from "./lossParts.ts";
import { parseStepRange } from "./parseStepRange.ts";

test("reads a range of steps from an address, and nothing else", () => {
  expect(parseStepRange("11-20")).toEqual({ fromStep: 11, toStep: 20 });
  expect(parseStepRange("7-7")).toEqual({ fromStep: 7, toStep: 7 });
  for (const text of [null, "", "7", "20-11", "a-b", "1-99999999999", "1-4294967296"]) {
    expect(parseStepRange(text), String(text)).toBeNull();
  }
});

test("the parts of a loss are shares of their sum; what is no number has none", () => {
  const parts = lossParts({ classifier: 1, boxRegression: 0, mask: 3, objectness: null, rpnBoxRegression: 0 });
  expect(parts.map(({ label, share }) => [label, share])).toEqual([
    ["box", 0],
    ["classifier", 0.25],
    ["mask", 0.75],
    ["objectness", 0],
    ["rpn box", 0],
  ]);
  expect(parts[3]?.value).toBeNull();
});

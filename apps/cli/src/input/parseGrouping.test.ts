import { expect, it } from "vitest";
import { parseGrouping } from "./parseGrouping.ts";

it("reads what holds images together", () => {
  const nothing = { captureGroup: false, nearDuplicates: false, fileNamePattern: null, tagPrefix: null };
  expect(parseGrouping([])).toBeNull();
  expect(parseGrouping(["none"])).toEqual(nothing);
  expect(parseGrouping(["capture", "name:{group}_*", "tag:site:"])).toEqual({
    captureGroup: true,
    nearDuplicates: false,
    fileNamePattern: "{group}_*",
    tagPrefix: "site:",
  });
  expect(() => parseGrouping(["name:"])).toThrow(/name:PATTERN/);
  expect(() => parseGrouping(["colour"])).toThrow(/"colour"/);
  expect(() => parseGrouping(["none", "near"])).toThrow(/alone/);
});

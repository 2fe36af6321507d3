import { FORMAT_NAMES, WRITABLE_FORMATS } from "@maskyard/annotations";
import { expect, it } from "vitest";
import { FORMATS_READ, FORMATS_WRITTEN } from "./formatNames.ts";

it("are those the annotations package reads and writes", () => {
  expect(FORMATS_READ).toEqual(FORMAT_NAMES);
  expect(FORMATS_WRITTEN).toEqual(WRITABLE_FORMATS);
});

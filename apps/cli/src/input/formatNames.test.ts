import { FORMAT_NAMES } from "@maskyard/annotations";
import { expect, it } from "vitest";
import { FORMATS_READ } from "./formatNames.ts";

it("are those the annotations package reads", () => {
  expect(FORMATS_READ).toEqual(FORMAT_NAMES);
});

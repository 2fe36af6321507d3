import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { describeFailure } from "./describeFailure.ts";

test("names no path of the machine", async () => {
  const error = await readFile("/somewhere/deep/abc").catch((thrown: unknown) => thrown);
  expect(describeFailure(error)).toBe("The training process failed: ENOENT: no such file or directory, open 'abc'");
});

test("says that the disk is full", () => {
  const error = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
  expect(describeFailure(error)).toMatch(/^The disk that holds the data folder is full/);
});

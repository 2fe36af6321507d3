import { expect, test } from "vitest";
import { describeExit } from "./describeExit.ts";

const settings = { batchSize: 2, minSizePx: 800, maxSizePx: 1333, roiBatchSizePerImage: 512 };
const lower =
  "lower batchSize (2; accumulationSteps makes up for it) or minSizePx and maxSizePx (800 and 1333) or roiBatchSizePerImage (512).";

test.each([
  [
    { code: 1, signal: null },
    ["I0000 00:00:1 port.cc:153] oneDNN custom operations are on.", "", "Error: boom"],
    "The training process ended unexpectedly with code 1. Its last words: Error: boom",
  ],
  [
    { code: null, signal: "SIGABRT" as const },
    ["FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory"],
    `The training process ran out of memory: ${lower} Its last words: FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory`,
  ],
  [
    { code: null, signal: "SIGKILL" as const },
    [],
    `The training process was killed (SIGKILL), as the system does when memory runs out; if it was that, ${lower}`,
  ],
  [{ code: null, signal: "SIGSEGV" as const }, [], "The training process was ended by SIGSEGV."],
])("says why a training process is gone: %o", (exit, stderrTail, sentence) => {
  expect(describeExit(exit, stderrTail, settings)).toBe(sentence);
});

test("quotes the last lines only", () => {
  const lines = Array.from({ length: 9 }, (_, index) => `line ${index}`);
  expect(describeExit({ code: 1, signal: null }, lines, null)).toMatch(
    /words: line 4 \| line 5 \| line 6 \| line 7 \| line 8$/,
  );
});

import { expect, it } from "vitest";
import { addCounts, closingLine, countVitest } from "./countResults.mjs";

/** @param {string} status @param {string[]} tests */
const file = (status, tests) => ({
  name: "a.test.ts",
  status,
  assertionResults: tests.map((one) => ({ status: one })),
});

it("counts tests, skipped and unwritten ones apart", () => {
  const report = { testResults: [file("passed", ["passed", "passed", "pending"]), file("failed", ["failed", "todo"])] };
  expect(countVitest(report, 1)).toEqual({ passed: 2, failed: 1, skipped: 2 });
});

it("counts a file that breaks before its first test as a failure", () => {
  expect(countVitest({ testResults: [file("failed", [])] }, 1)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  expect(countVitest({ testResults: [file("failed", ["passed"])] }, 1)).toEqual({ passed: 1, failed: 1, skipped: 0 });
});

it("never calls a run that failed as a whole a success", () => {
  expect(countVitest({ testResults: [file("passed", ["passed"])] }, 1).failed).toBe(1);
  expect(countVitest(undefined, 0).failed).toBe(1);
});

it("adds suites up to the closing line", () => {
  const sum = addCounts([
    { passed: 5, failed: 0, skipped: 1 },
    { passed: 2, failed: 1, skipped: 0 },
  ]);
  expect(closingLine(sum)).toBe("7 passed, 1 failed, 1 skipped");
});

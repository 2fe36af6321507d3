import { expect, test } from "vitest";
import { readFilterDuration, readFilterNumber, readFilterTime } from "./readFilterValue.ts";

test.each([
  ["0.02", 0.02],
  [".5", 0.5],
  ["-1e-3", -0.001],
  ["+8.", 8],
  ["1e999", null],
  ["0x10", null],
  ["", null],
  ["NaN", null],
  ["1,000", null],
])("the number %s", (text, number) => {
  expect(readFilterNumber(text)).toBe(number);
});

test.each([
  ["90", 90],
  ["90s", 90],
  ["1h30m", 5_400],
  ["1.5h", 5_400],
  ["2d", 172_800],
  ["1w", 604_800],
  ["10min", 600],
  ["1h 30m", null],
  ["h", null],
  ["", null],
])("the duration %s", (text, seconds) => {
  expect(readFilterDuration(text)).toBe(seconds);
});

const NOW = Date.UTC(2026, 10, 29, 14, 30);
test.each<[string, string | null, string?]>([
  ["2026-11-28", "2026-11-28T00:00:00.000Z", "2026-11-29T00:00:00.000Z"],
  ["2026-02", "2026-02-01T00:00:00.000Z", "2026-03-01T00:00:00.000Z"],
  ["2026-11-28T10:30", "2026-11-28T10:30:00.000Z", "2026-11-28T10:31:00.000Z"],
  ["2026-11-28 10:30:15+02:00", "2026-11-28T08:30:15.000Z", "2026-11-28T08:30:16.000Z"],
  ["2026-11-28T10:30:15.25Z", "2026-11-28T10:30:15.250Z", "2026-11-28T10:30:15.251Z"],
  ["today", "2026-11-29T00:00:00.000Z", "2026-11-30T00:00:00.000Z"],
  ["Yesterday", "2026-11-28T00:00:00.000Z", "2026-11-29T00:00:00.000Z"],
  ["-7d", "2026-11-22T14:30:00.000Z", "2026-11-22T14:30:00.001Z"],
  ["-1h30m", "2026-11-29T13:00:00.000Z", "2026-11-29T13:00:00.001Z"],
  ["1700000000000", "2023-11-14T22:13:20.000Z", "2023-11-14T22:13:20.001Z"],
  ["2026-02-30", null],
  ["2026-13-01", null],
  ["2026-11-28T25:00", null],
  ["2026", null],
  ["-7", null],
  ["soon", null],
])("the time %s", (text, start, end) => {
  const read = readFilterTime(text, NOW);
  expect(read && new Date(read.startMs).toISOString()).toBe(start);
  if (read) expect(new Date(read.endMs).toISOString()).toBe(end);
});

import { expect, test } from "vitest";
import { formatBytes, formatMetric, formatPercentage, formatQuantity } from "./formatNumber.ts";
import { formatDuration, formatRelativeTime } from "./formatTime.ts";

test("metrics keep four significant digits", () => {
  expect([0.123456, 12.34567, 0.00001234, 1234567, 0, null, Number.NaN].map(formatMetric)).toEqual([
    "0.1235",
    "12.35",
    "1.23e-5",
    "1.23e+6",
    "0",
    "–",
    "–",
  ]);
});

test("quantities, percentages and bytes", () => {
  expect(formatQuantity(1, "image")).toBe("1 image");
  expect(formatQuantity(4112, "polygon")).toBe("4,112 polygons");
  expect(formatPercentage(0.4567)).toBe("45.7");
  expect(formatBytes(1536)).toBe("1.5 KiB");
  expect(formatBytes(512)).toBe("512 B");
});

test("durations and ages", () => {
  expect([59_000, 185_000, 7_800_000].map(formatDuration)).toEqual(["59 s", "3 min 05 s", "2 h 10 min"]);
  const now = Date.parse("2026-11-23T12:00:00Z");
  expect(formatRelativeTime("2026-11-23T11:57:00Z", now)).toBe("3 minutes ago");
  expect(formatRelativeTime("2026-11-22T11:00:00Z", now)).toBe("yesterday");
  expect(formatRelativeTime("2026-11-23T11:59:50Z", now)).toBe("just now");
});

import { expect, test } from "vitest";
import { PAGE_RECORDS_MAX, packWindow, readWindow, WINDOW_RECORDS, windowStart } from "./RecordWindow.ts";

const records = Array.from({ length: 25_000 }, (_, i) => ({ i, name: `ä${i}` }));

test("every page is read from the window that begins before it", () => {
  for (const [start, count] of [
    [0, 3],
    [9_999, PAGE_RECORDS_MAX],
    [10_000, 1],
    [24_998, PAGE_RECORDS_MAX],
  ] as const) {
    const window = packWindow(records, windowStart(start));
    expect(window.total).toBe(records.length);
    expect(readWindow(window, start, count)).toEqual(records.slice(start, start + count));
  }
  expect(windowStart(WINDOW_RECORDS - 1)).toBe(0);
});

test("a page that is not in the window is no page of it", () => {
  const window = packWindow(records, 0);
  expect(() => readWindow(window, WINDOW_RECORDS + PAGE_RECORDS_MAX, 1)).toThrow("expected a page within 0 to 11000");
  expect(() => readWindow(packWindow(records, WINDOW_RECORDS), 5, 1)).toThrow("expected a page within 10000 to 21000");
});

test("an empty list has an empty window", () => {
  expect(readWindow(packWindow([], 0), 0, 50)).toEqual([]);
});

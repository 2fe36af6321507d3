import { expect, test } from "vitest";
import { NO_PAGES, type Pages, pagesInSight, rowCount, withPage } from "./pages.ts";

const full = (end: string | null) => ({ count: 50, end });
const three: Pages = { read: [full("a"), full("b"), { count: 20, end: null }] };

test("before anything is read, the first page is in sight", () => {
  expect(rowCount(NO_PAGES, 50)).toBe(50);
  expect(pagesInSight(NO_PAGES, 0, 20, 50)).toEqual([{ index: 0, after: null, firstRow: 0, from: 0, to: 21 }]);
});

test("a page is read by the end of the one before it, and only that far", () => {
  const one = withPage(NO_PAGES, 0, full("a"));
  expect(rowCount(one, 50)).toBe(100);
  expect(pagesInSight(one, 40, 60, 50)).toEqual([
    { index: 0, after: null, firstRow: 0, from: 40, to: 50 },
    { index: 1, after: "a", firstRow: 50, from: 0, to: 11 },
  ]);
  expect(pagesInSight(one, 120, 140, 50)).toEqual([]);
});

test("the last page ends the list", () => {
  expect(rowCount(three, 50)).toBe(120);
  expect(pagesInSight(three, 110, 140, 50)).toEqual([{ index: 2, after: "b", firstRow: 100, from: 10, to: 20 }]);
  expect(rowCount({ read: [{ count: 0, end: null }] }, 50)).toBe(0);
});

test("only what is in sight is drawn, wherever that is", () => {
  const many: Pages = { read: Array.from({ length: 200 }, (_, index) => full(index === 199 ? null : `${index}`)) };
  expect(pagesInSight(many, 5_000, 5_030, 50)).toEqual([{ index: 100, after: "99", firstRow: 5_000, from: 0, to: 31 }]);
  expect(rowCount(many, 50)).toBe(10_000);
});

test("a page that ends elsewhere than before takes the pages after it along; one that is the same changes nothing", () => {
  expect(withPage(three, 0, full("a"))).toBe(three);
  expect(withPage(three, 0, full("new"))).toEqual({ read: [full("new")] });
  expect(withPage(NO_PAGES, 2, full("x"))).toBe(NO_PAGES);
});

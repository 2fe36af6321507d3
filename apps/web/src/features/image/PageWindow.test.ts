import { expect, test } from "vitest";
import { PageWindow } from "./PageWindow.ts";

function opened() {
  const sinks = new Map<number, { next: (data: string) => void; error: (problem: string) => void }>();
  const log: string[] = [];
  let changes = 0;
  const pages = new PageWindow<string, string>(
    (page, sink) => {
      log.push(`read ${page}`);
      sinks.set(page, sink);
      return () => log.push(`end ${page}`);
    },
    () => {
      changes++;
    },
  );
  const answer = (page: number, data = `page ${page}`) => sinks.get(page)?.next(data);
  return { pages, log, sinks, answer, changes: () => changes };
}

test("a page that is no longer wanted is not waited for, and one that is wanted still is not read twice", () => {
  const { pages, log, answer } = opened();
  pages.want([0, 1]);
  pages.want([1, 2]);
  expect(log).toEqual(["read 0", "read 1", "end 0", "read 2"]);
  answer(2);
  expect([...pages.pages]).toEqual([[2, "page 2"]]);
});

test("what was read stays when it scrolls away, and is read anew when it comes back", () => {
  const { pages, log, answer } = opened();
  pages.want([0]);
  answer(0);
  pages.want([9]);
  expect(pages.pages.get(0)).toBe("page 0");
  pages.want([0]);
  expect(log.at(-1)).toBe("read 0");
  answer(0, "page 0, changed");
  expect(pages.pages.get(0)).toBe("page 0, changed");
});

test("a walk through ten thousand pages keeps a bounded number of them", () => {
  const { pages, answer } = opened();
  for (let page = 0; page < 10_000; page++) {
    pages.want([page, page + 1]);
    answer(page);
  }
  expect(pages.pages.size).toBeLessThanOrEqual(32);
  expect(pages.pages.has(9_999)).toBe(true);
});

test("a page that failed says so until it is read", () => {
  const { pages, log, sinks, answer, changes } = opened();
  pages.want([3]);
  sinks.get(3)?.error("away");
  expect(pages.problem).toBe("away");
  pages.retry();
  expect(log).toEqual(["read 3", "end 3", "read 3"]);
  answer(3);
  expect(pages.problem).toBeNull();
  expect(changes()).toBe(3);
});

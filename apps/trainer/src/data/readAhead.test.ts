import { expect, test } from "vitest";
import { ReadAhead } from "./readAhead.ts";

function createReadAhead(options: { maxItems: number; maxBytes: number; failAt?: number }) {
  const started: number[] = [];
  const items = [1, 2, 3, 4, 5].values();
  const readAhead = new ReadAhead({
    items,
    ...options,
    estimateBytes: () => 10,
    load: async (item: number) => {
      started.push(item);
      if (item === options.failAt) throw new Error(`item ${item}`);
      return item * 2;
    },
  });
  return { started, readAhead };
}

test("never loads further ahead than allowed", async () => {
  const { started, readAhead } = createReadAhead({ maxItems: 2, maxBytes: 1_000 });
  expect(started).toEqual([1, 2]);
  expect(await readAhead.next()).toBe(2);
  expect(started).toEqual([1, 2, 3]);
  expect(readAhead.itemsAhead).toBe(2);
});

test("large items are held back, but always one is on its way", () => {
  expect(createReadAhead({ maxItems: 9, maxBytes: 15 }).started).toEqual([1, 2]);
  expect(createReadAhead({ maxItems: 9, maxBytes: 1 }).started).toEqual([1]);
});

test("a failure is thrown where its item is asked for", async () => {
  const { readAhead } = createReadAhead({ maxItems: 3, maxBytes: 1_000, failAt: 2 });
  expect(await readAhead.next()).toBe(2);
  await expect(readAhead.next()).rejects.toThrow("item 2");
  expect(await readAhead.next()).toBe(6);
  expect(await readAhead.next()).toBe(8);
  expect(await readAhead.next()).toBe(10);
  expect(await readAhead.next()).toBeUndefined();
});

import { expect, it } from "vitest";
import { pointEntry } from "./entry.ts";
import { entriesKept, growLevel } from "./growLevel.ts";

const points = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => pointEntry(from + index, from + index));

it("gives no parent while level 0's chunk has room", () => {
  const growth = growLevel(0, { firstIndex: 256, entries: points(256, 3) }, points(259, 252), 64);
  expect(growth.chunks.map((chunk) => [chunk.firstIndex, chunk.entries.length])).toEqual([[256, 255]]);
  expect(growth.parents).toEqual([]);
});

it("gives sixteen parents for a chunk that becomes full, and begins the next", () => {
  const growth = growLevel(0, { firstIndex: 0, entries: points(0, 250) }, points(250, 10), 16);
  expect(growth.chunks.map((chunk) => [chunk.firstIndex, chunk.entries.length])).toEqual([
    [0, 256],
    [256, 4],
  ]);
  expect(growth.parents).toHaveLength(16);
  expect(growth.parents[1]).toEqual({ firstStep: 16, lastStep: 31, min: 16, max: 31, last: 31 });
});

it("gives a parent for every sixteen entries above level 0, also when they came in parts", () => {
  const growth = growLevel(2, { firstIndex: 0, entries: points(0, 20) }, points(20, 13), 16);
  expect(growth.parents).toEqual([{ firstStep: 16, lastStep: 31, min: 16, max: 31, last: 31 }]);
});

it("knows what each level keeps of the first n points", () => {
  // 70,000 = 273 full chunks (69,888 points) and 112 points that no bucket holds.
  expect(entriesKept(70_000, 6, 16)).toEqual([70_000, 4_368, 273, 17, 1, 0]);
  expect(entriesKept(70_000, 4, 64)).toEqual([70_000, 1_092, 273, 17]);
  expect(entriesKept(255, 3, 64)).toEqual([255, 0, 0]);
});

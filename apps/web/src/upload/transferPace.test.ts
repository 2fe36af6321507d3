import { expect, test } from "vitest";
import { addSample, type TransferSample, transferPace } from "./transferPace.ts";

test("the pace is that of the last ten seconds", () => {
  let samples: TransferSample[] = [];
  // Ten seconds at 100 bytes a second, then twenty at 10.
  for (let second = 0; second <= 30; second += 1) {
    const bytes = second <= 10 ? second * 100 : 1_000 + (second - 10) * 10;
    samples = addSample(samples, { atMs: second * 1_000, bytes });
  }
  expect(samples).toHaveLength(11);
  expect(transferPace(samples, 1_300)).toEqual({ bytesPerSecond: 10, leftMs: 10_000 });
});

test("an upload that goes on is not taken for a fast one", () => {
  const samples = addSample([], { atMs: 5, bytes: 900 });
  expect(transferPace(samples, 1_000)).toEqual({ bytesPerSecond: 0, leftMs: null });
  expect(transferPace(addSample(samples, { atMs: 1_005, bytes: 950 }), 1_000)).toEqual({
    bytesPerSecond: 50,
    leftMs: 1_000,
  });
});

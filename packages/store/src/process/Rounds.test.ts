import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Rounds } from "./Rounds.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("a round that falls due while the last one waits is left out, and stopping waits for the last", async () => {
  const ends: (() => void)[] = [];
  const rounds = new Rounds(1_000, () => new Promise((resolve) => ends.push(resolve)));
  await vi.advanceTimersByTimeAsync(10_500);
  expect(ends).toHaveLength(1);
  ends[0]?.();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(ends).toHaveLength(2);

  let hasStopped = false;
  const stopped = rounds.stop().then(() => {
    hasStopped = true;
  });
  await vi.advanceTimersByTimeAsync(5_000);
  expect([ends.length, hasStopped]).toEqual([2, false]);
  ends[1]?.();
  await stopped;
});

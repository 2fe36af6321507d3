import { expect, test } from "vitest";
import { waitForServer } from "./waitForServer.ts";

test("a server is asked for soon and often, and no pause is longer than two and a half seconds", async () => {
  const pauses: number[] = [];
  let asked = 0;
  await waitForServer({
    isReachable: async () => ++asked === 20,
    pause: async (ms) => {
      pauses.push(ms);
    },
    random: () => 1,
  });
  expect(pauses).toHaveLength(20);
  expect(pauses.slice(0, 4)).toEqual([312.5, 625, 1_250, 2_500]);
  expect(Math.max(...pauses)).toBe(2_500);
});

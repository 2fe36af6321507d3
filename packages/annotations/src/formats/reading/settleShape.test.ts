import { expect, it } from "vitest";
import type { LedgerNote } from "../../document/LedgerBuilder.ts";
import { SeededRandom } from "../../random/SeededRandom.ts";
import { settleShape } from "./settleShape.ts";

const NO_BOX = [0, 0, 0, 0] as const;

function settled(outer: readonly number[]) {
  const notes: LedgerNote[] = [];
  const shape = settleShape({ type: "polygon", parts: [{ outer, holes: [] }] }, NO_BOX, null, notes);
  return { areaPx: shape?.areaPx, notes };
}

it("keeps an outline that crosses itself a few times without a word", () => {
  expect(settled([0, 0, 5, 5, 10, 10, 10, 0, 5, 5, 0, 10])).toEqual({ areaPx: 50, notes: [] });
});

it.each([
  [
    [9, 8, -4, -6],
    [5, 2, 4, 6],
  ],
  [
    [9, 2, -4, 6],
    [5, 2, 4, 6],
  ],
  [
    [5, 8, 4, -6],
    [5, 2, 4, 6],
  ],
] as const)("reads the box %j from the corner it was drawn from, and says so", (box, expected) => {
  const notes: LedgerNote[] = [];
  expect(settleShape({ type: "box" }, box, null, notes)).toMatchObject({ boxXywhPx: expected, areaPx: 24 });
  expect(notes).toMatchObject([{ kind: "guessed", reason: expect.stringMatching(/from another corner/) }]);
});

it("says of a tangle that its area is counted", () => {
  const random = new SeededRandom(1);
  const { areaPx, notes } = settled(Array.from({ length: 1_000 }, () => random.nextFloat() * 100));
  // About half of what random points go over is inside.
  expect(areaPx).toBeGreaterThan(4_000);
  expect(areaPx).toBeLessThan(6_000);
  const reason =
    "the shape crosses itself more than 10,000 times: its area is counted on a grid of 1,024 x 1,024 cells over its box";
  expect(notes).toEqual([{ kind: "rounded", reason }]);
});

import { expect, it } from "vitest";
import { compareInARow, type RuleCondition } from "./compareInARow.ts";

const above = (points: number): RuleCondition => ({ comparison: "ABOVE", value: 1, points });

it.each<[string, RuleCondition, number, number[], { inARow: number; cameTrueAt: number[] }]>([
  ["one value", above(1), 0, [0, 2, 0], { inARow: 0, cameTrueAt: [1] }],
  ["so many in a row", above(3), 0, [2, 2, 0, 2, 2, 2], { inARow: 3, cameTrueAt: [5] }],
  ["across two readings", above(3), 2, [2, 2], { inARow: 4, cameTrueAt: [0] }],
  [
    "once while it stays so, and again after it was not",
    above(2),
    0,
    [2, 2, 2, 2, 1, 2, 2],
    { inARow: 2, cameTrueAt: [1, 6] },
  ],
  ["not at the bound itself", above(1), 0, [1], { inARow: 0, cameTrueAt: [] }],
  ["below", { comparison: "BELOW", value: 0.5, points: 1 }, 0, [0.5, 0.4], { inARow: 1, cameTrueAt: [1] }],
  ["no NaN above or below", above(1), 0, [Number.NaN], { inARow: 0, cameTrueAt: [] }],
  ["infinities above", above(1), 0, [Number.POSITIVE_INFINITY], { inARow: 1, cameTrueAt: [0] }],
  [
    "what is not finite",
    { comparison: "NOT_FINITE", value: null, points: 1 },
    0,
    [1, Number.NaN, 1, Number.NEGATIVE_INFINITY],
    { inARow: 1, cameTrueAt: [1, 3] },
  ],
])("finds %s", (_what, rule, inARow, values, expected) => {
  expect(compareInARow(rule, inARow, values)).toEqual(expected);
});

import { expect, test } from "vitest";
import { valueDifference } from "./valueDifference.ts";

test("keys differ by value, not by identity, and a missing key differs", () => {
  const rows = valueDifference([
    { epochs: 10, anchorSizesPx: [16, 32], norm: "group" },
    { epochs: 20, anchorSizesPx: [16, 32] },
  ]);
  expect(rows).toEqual([
    { key: "epochs", values: [10, 20], differs: true },
    {
      key: "anchorSizesPx",
      values: [
        [16, 32],
        [16, 32],
      ],
      differs: false,
    },
    { key: "norm", values: ["group", undefined], differs: true },
  ]);
});

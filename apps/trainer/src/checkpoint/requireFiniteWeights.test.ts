import { expect, test } from "vitest";
import { UserError } from "../failure/userError.ts";
import { requireFiniteWeights } from "./requireFiniteWeights.ts";

const weights = (value: number) =>
  new Map([
    ["conv.weight", { shape: [2], values: Float32Array.of(1, -2) }],
    ["fc.bias", { shape: [2], values: Float32Array.of(0, value) }],
  ]);

test("lets finite weights pass, and names the tensor that is none, and the step", () => {
  requireFiniteWeights(weights(3), 7);
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
    const check = () => requireFiniteWeights(weights(value), 7);
    expect(check).toThrow(UserError);
    expect(check).toThrow(/after step 7 \(fc\.bias\)/);
  }
});

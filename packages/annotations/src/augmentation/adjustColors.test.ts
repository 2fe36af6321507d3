import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { COLOR_KINDS, type ColorKind } from "./Augmentation.ts";
import { adjustColors } from "./adjustColors.ts";

interface Adjusted {
  amount: number;
  pixels: number[];
}
const golden = JSON.parse(readFileSync(new URL("./torchvision.golden.json", import.meta.url), "utf8")) as Record<
  ColorKind,
  Adjusted[]
> & { pixels: number[] };
const pixels = Uint8Array.from(golden.pixels);

describe.each(COLOR_KINDS)("%s", (kind) => {
  test.each(golden[kind])("$amount as torchvision", ({ amount, pixels: expected }) => {
    const adjusted = adjustColors(pixels, [{ kind, amount }]);
    // torch computes in float32 and cuts fractions off: at a whole number either side may come out.
    const differences = expected.map((value, at) => Math.abs(value - (adjusted[at] as number)));
    expect(Math.max(...differences)).toBeLessThanOrEqual(1);
    expect(differences.filter((difference) => difference > 0).length / differences.length).toBeLessThan(0.05);
  });
});

test("one change comes after another, and the given pixels stay", () => {
  const [half, twice] = [0.5, 2].map((amount) => ({ kind: "brightness" as const, amount }));
  if (!half || !twice) throw new Error("expected two adjustments");
  // 201 / 2 is cut to 100; twice 201 is cut to 255, and its half to 127.
  expect([...adjustColors(Uint8Array.of(201, 0, 9), [half, twice])]).toEqual([200, 0, 8]);
  expect([...adjustColors(Uint8Array.of(201, 0, 9), [twice, half])]).toEqual([127, 0, 9]);
  expect(pixels).toEqual(Uint8Array.from(golden.pixels));
});

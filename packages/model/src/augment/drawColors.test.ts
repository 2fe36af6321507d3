import { expect, test } from "vitest";
import { createRandom } from "../random/random.ts";
import { drawColors } from "./drawColors.ts";

const everything = { brightness: 0.4, contrast: 0.4, saturation: 0.4, hue: 0.1 };
const drawn = Array.from({ length: 300 }, (_, seed) => drawColors(everything, createRandom(seed)));

test("draws amounts within their limits, in any order", () => {
  const amounts = (kind: string) =>
    drawn.map((colors) => colors.find((color) => color.kind === kind)?.amount ?? Number.NaN);
  for (const [kind, least, most] of [
    ["brightness", 0.6, 1.4],
    ["contrast", 0.6, 1.4],
    ["saturation", 0.6, 1.4],
    ["hue", -0.1, 0.1],
  ] as const) {
    const nearly = (most - least) / 20;
    expect(Math.min(...amounts(kind)), kind).toBeGreaterThanOrEqual(Math.fround(least));
    expect(Math.min(...amounts(kind)), kind).toBeLessThan(least + nearly);
    expect(Math.max(...amounts(kind)), kind).toBeLessThanOrEqual(Math.fround(most));
    expect(Math.max(...amounts(kind)), kind).toBeGreaterThan(most - nearly);
  }
  expect(new Set(drawn.map((colors) => colors.map(({ kind }) => kind).join())).size).toBe(24);
});

test("a kind that is off is left out, and the others stay as they were", () => {
  drawn.forEach((colors, seed) => {
    expect(drawColors({ ...everything, contrast: 0 }, createRandom(seed))).toEqual(
      colors.filter(({ kind }) => kind !== "contrast"),
    );
  });
});

test("follows from its random numbers, and amounts are of single precision", () => {
  expect(drawColors(everything, createRandom(3))).toEqual(drawn[3]);
  expect(drawn[4]).not.toEqual(drawn[3]);
  for (const { amount } of drawn.flat()) expect(Math.fround(amount)).toBe(amount);
});

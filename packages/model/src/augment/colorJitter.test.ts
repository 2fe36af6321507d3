import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { createRandom } from "../random/random.ts";
import { adjustBrightness, adjustContrast, adjustHue, adjustSaturation, colorJitter } from "./colorJitter.ts";

interface Adjusted {
  amount: number;
  pixels: number[];
}
const golden = JSON.parse(readFileSync(new URL("./torchvision.golden.json", import.meta.url), "utf8")) as Record<
  "brightness" | "contrast" | "saturation" | "hue",
  Adjusted[]
> & { pixels: number[]; heightPx: number; widthPx: number };
const pixels = Uint8Array.from(golden.pixels);
const image = { pixels, heightPx: golden.heightPx, widthPx: golden.widthPx };
const adjust = {
  brightness: adjustBrightness,
  contrast: adjustContrast,
  saturation: adjustSaturation,
  hue: adjustHue,
};

describe.each(["brightness", "contrast", "saturation", "hue"] as const)("%s", (name) => {
  test.each(golden[name])("$amount as torchvision", ({ amount, pixels: expected }) => {
    const adjusted = adjust[name](pixels, amount);
    // torch computes in float32 and cuts fractions off: at a whole number either side may come out.
    const differences = expected.map((value, at) => Math.abs(value - (adjusted[at] as number)));
    expect(Math.max(...differences)).toBeLessThanOrEqual(1);
    expect(differences.filter((difference) => difference > 0).length / differences.length).toBeLessThan(0.05);
  });
});

describe("colorJitter", () => {
  const everything = { brightness: 0.4, contrast: 0.4, saturation: 0.4, hue: 0.1 };

  test("draws amounts within their limits, in any order", () => {
    const bright = Array.from({ length: 300 }, (_, seed) => {
      const { pixels: changed } = colorJitter(
        { pixels: Uint8Array.of(100, 100, 100), heightPx: 1, widthPx: 1 },
        { brightness: 0.4, contrast: 0, saturation: 0, hue: 0 },
        createRandom(seed),
      );
      return changed[0] as number;
    });
    expect(Math.min(...bright)).toBeGreaterThanOrEqual(60);
    expect(Math.min(...bright)).toBeLessThan(65);
    expect(Math.max(...bright)).toBeLessThanOrEqual(140);
    expect(Math.max(...bright)).toBeGreaterThan(135);
  });

  test("follows from its random numbers, and leaves the image it was given", () => {
    const once = colorJitter(image, everything, createRandom(3));
    expect(colorJitter(image, everything, createRandom(3))).toEqual(once);
    expect(colorJitter(image, everything, createRandom(4))).not.toEqual(once);
    expect(image.pixels).toEqual(Uint8Array.from(golden.pixels));
  });
});

import { describe, expect, test } from "vitest";
import { miniNetConfiguration } from "../configuration/modelConfiguration.ts";
import { loadEngine } from "../engine/loadEngine.ts";
import { batchImages, resizedSize, scaleBoxes } from "./imageBatch.ts";

const { tf } = await loadEngine();
const { transform } = miniNetConfiguration({ numClasses: 2 });

describe("resizedSize", () => {
  test.each([
    [480, 640, 800, 1066],
    [500, 1000, 666, 1333],
    [1600, 800, 1333, 666],
    // Taken from torchvision 0.29, where rounding decides.
    [427, 640, 800, 1199],
    [333, 500, 800, 1201],
    [240, 320, 800, 1066],
  ])("%i x %i becomes %i x %i", (heightPx, widthPx, height, width) => {
    expect(resizedSize({ heightPx, widthPx }, transform)).toEqual({ heightPx: height, widthPx: width });
  });
});

describe("batchImages", () => {
  test("normalises, puts images into the top left corner and pads to a multiple of 32 with zeros", () => {
    const configuration = { ...transform, minSizePx: 2 };
    const images = [
      { pixels: new Uint8Array(2 * 40 * 3).fill(255), heightPx: 2, widthPx: 40 },
      { pixels: new Uint8Array(2 * 2 * 3), heightPx: 2, widthPx: 2 },
    ];
    const batch = batchImages(tf, images, configuration);
    expect(batch.pixels.shape).toEqual([2, 32, 64, 3]);
    const values = batch.pixels.arraySync();
    expect(values[0]?.[1]?.[39]?.[0]).toBeCloseTo((1 - 0.485) / 0.229, 5);
    expect(values[0]?.[1]?.[40]?.[0]).toBe(0);
    expect(values[0]?.[2]?.[0]?.[0]).toBe(0);
    expect(values[1]?.[1]?.[1]?.[2]).toBeCloseTo(-0.406 / 0.225, 5);
  });

  test("scales by half-pixel centres, as torch's interpolate", () => {
    // One row 0, 255 to four columns: positions -0.25, 0.25, 0.75, 1.25.
    const image = { pixels: Uint8Array.from([0, 0, 0, 255, 255, 255]), heightPx: 1, widthPx: 2 };
    const plain = { ...transform, minSizePx: 2, mean: [0, 0, 0], std: [1, 1, 1] } as typeof transform;
    const row = batchImages(tf, [image], plain).pixels.arraySync()[0]?.[0];
    [0, 0.25, 0.75, 1].forEach((value, column) => {
      expect(row?.[column]?.[0]).toBeCloseTo(value, 5);
    });
  });

  test("an image whose bytes do not fit its size is refused with both numbers", () => {
    const image = { pixels: new Uint8Array(5), heightPx: 1, widthPx: 2 };
    expect(() => batchImages(tf, [image], transform)).toThrow(/1 x 2 x 3 = 6 bytes of RGB, got 5/);
  });
});

test("boxes follow each axis' own ratio", () => {
  const scaled = scaleBoxes(
    Float32Array.from([1, 2, 3, 4]),
    { heightPx: 10, widthPx: 10 },
    { heightPx: 20, widthPx: 5 },
  );
  expect([...scaled]).toEqual([0.5, 4, 1.5, 8]);
});

import fc from "fast-check";
import { expect, it } from "vitest";
import { decodePng } from "./decodePng.ts";
import { encodePng, vocPaletteRgb } from "./encodePng.ts";

it("writes what decodePng reads", () => {
  const image = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 })).chain(([height, width]) =>
    fc.record({
      height: fc.constant(height),
      width: fc.constant(width),
      samples: fc.uint8Array({ minLength: height * width, maxLength: height * width }),
    }),
  );
  fc.assert(
    fc.property(image, fc.boolean(), ({ height, width, samples }, hasPalette) => {
      const palette = hasPalette ? vocPaletteRgb() : null;
      expect(decodePng(encodePng(samples, height, width, palette))).toEqual({
        widthPx: width,
        heightPx: height,
        channels: 1,
        bitDepth: 8,
        samples,
        paletteRgb: palette,
      });
    }),
  );
});

it("has VOC's palette and PNG's checksums", () => {
  const palette = vocPaletteRgb();
  // labelmap of VOC 2012: aeroplane, person, border.
  expect([1, 15, 255].map((index) => Array.from(palette.slice(3 * index, 3 * index + 3)))).toEqual([
    [128, 0, 0],
    [192, 128, 128],
    [224, 224, 192],
  ]);
  // The checksum of an empty IEND chunk, as every PNG ends.
  expect(Array.from(encodePng(new Uint8Array(1), 1, 1, null).slice(-4))).toEqual([0xae, 0x42, 0x60, 0x82]);
});

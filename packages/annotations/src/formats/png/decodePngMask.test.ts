import { zlibSync } from "fflate";
import { describe, expect, it } from "vitest";
import { decodePngMask } from "./decodePngMask.ts";

/** A PNG of the given raw rows (each with its filter byte); checksums are not read, so they are left 0. */
function png(
  width: number,
  height: number,
  bitDepth: number,
  colourType: number,
  rows: number[][],
  interlace = 0,
): Uint8Array {
  const chunk = (type: string, body: Uint8Array): number[] => {
    const length = new Uint8Array(4);
    new DataView(length.buffer).setUint32(0, body.length);
    return [...length, ...Array.from(type, (letter) => letter.charCodeAt(0)), ...body, 0, 0, 0, 0];
  };
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([bitDepth, colourType, 0, 0, interlace], 8);
  return Uint8Array.from([
    ...[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
    ...chunk("IHDR", header),
    ...chunk("IDAT", zlibSync(Uint8Array.from(rows.flat()))),
    ...chunk("IEND", new Uint8Array(0)),
  ]);
}

describe("decodePngMask", () => {
  it.each([
    [
      "grey, 8 bits",
      png(3, 2, 8, 0, [
        [0, 0, 255, 1],
        [0, 7, 0, 0],
      ]),
    ],
    [
      "grey, 1 bit",
      png(3, 2, 1, 0, [
        [0, 0b01100000],
        [0, 0b10000000],
      ]),
    ],
    [
      "grey, 16 bits",
      png(3, 2, 16, 0, [
        [0, 0, 0, 0, 1, 1, 0],
        [0, 9, 9, 0, 0, 0, 0],
      ]),
    ],
    [
      "palette, 4 bits",
      png(3, 2, 4, 3, [
        [0, 0x01, 0x20],
        [0, 0xf0, 0x00],
      ]),
    ],
    [
      "colour",
      png(3, 2, 8, 2, [
        [0, 0, 0, 0, 0, 1, 0, 0, 0, 1],
        [0, 1, 0, 0, 0, 0, 0, 0, 0, 0],
      ]),
    ],
    [
      "grey with opaque alpha",
      png(3, 2, 8, 4, [
        [0, 0, 255, 1, 255, 1, 255],
        [0, 1, 255, 0, 255, 0, 255],
      ]),
    ],
    [
      "black on nothing",
      png(3, 2, 8, 4, [
        [0, 0, 0, 0, 1, 0, 255],
        [0, 0, 200, 0, 0, 0, 0],
      ]),
    ],
  ])("reads %s", (_, bytes) => {
    const { widthPx, heightPx, maskRowMajor } = decodePngMask(bytes);
    expect([widthPx, heightPx, ...maskRowMajor]).toEqual([3, 2, 0, 1, 1, 1, 0, 0]);
  });

  it("undoes every row filter", () => {
    // Rows are 10 20 30 throughout: as they are, less the left, less the one above, less their mean, less Paeth's choice.
    const rows = [
      [0, 10, 20, 30],
      [1, 10, 10, 10],
      [2, 0, 0, 0],
      [3, 5, 5, 5],
      [4, 0, 0, 0],
      [2, 246, 0, 226],
    ];
    expect(Array.from(decodePngMask(png(3, 6, 8, 0, rows)).maskRowMajor.slice(12))).toEqual([1, 1, 1, 0, 1, 0]);
  });

  it("rounds the mean filter down", () => {
    // Above is 1, to the left nothing: their mean is 0.
    expect(
      Array.from(
        decodePngMask(
          png(1, 2, 8, 0, [
            [0, 1],
            [3, 0],
          ]),
        ).maskRowMajor,
      ),
    ).toEqual([1, 0]);
  });

  it.each([
    ["no PNG", Uint8Array.of(1, 2, 3), /no PNG/],
    ["cut off pixels", png(3, 4, 8, 0, [[0, 1, 2, 3]]), /cut off/],
    ["an interlaced one", png(1, 1, 8, 0, [[0, 1]], 1), /interlaced/],
    ["a colossal one", png(1 << 20, 1 << 20, 8, 0, []), /1048576 x 1048576/],
    ["one cut in the middle", png(3, 1, 8, 0, [[0, 1, 2, 3]]).slice(0, 50), /cut off|do not unpack/],
    ["an unknown filter", png(3, 1, 8, 0, [[9, 1, 2, 3]]), /unknown filter 9/],
  ])("refuses %s", (_, bytes, message) => {
    expect(() => decodePngMask(bytes)).toThrow(message);
  });
});

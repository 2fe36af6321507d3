import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { makePicture } from "../../../testing/makePicture.ts";
import { makeTiff } from "../../../testing/makeTiff.ts";
import { LocationNotRemovable } from "./LocationNotRemovable.ts";
import { stripTiffLocation } from "./stripTiffLocation.ts";

const pixels = Buffer.from(Array.from({ length: 64 * 48 }, (_, index) => (index * 7) % 253));
/** Latitude and longitude as degrees, minutes and seconds that occur nowhere else in these files. */
const gps = { 2: [48, 51, 29_299_213], 4: [2, 17, 40_123_457] };
const doubles = [2.294_481, 48.858_37];
const xmp = Buffer.from('<x:xmpmeta><rdf exif:GPSLatitude="48,51.488N"/></x:xmpmeta>');
const blandXmp = Buffer.from('<x:xmpmeta><rdf xmp:Rating="5"/></x:xmpmeta>');

/** Whether any of the secrets is anywhere in the bytes, in either byte order. */
function tellsPlace(bytes: Buffer): boolean {
  const secrets = [29_299_213, 40_123_457].flatMap((value) => {
    const little = Buffer.alloc(4);
    little.writeUInt32LE(value);
    return [little, Buffer.from(little).reverse()];
  });
  const floats = doubles.flatMap((value) => {
    const little = Buffer.alloc(8);
    little.writeDoubleLE(value);
    return [little, Buffer.from(little).reverse()];
  });
  return [...secrets, ...floats, Buffer.from("GPSLatitude")].some((secret) => bytes.includes(secret));
}

const raw = (bytes: Buffer, page = 0) => sharp(bytes, { page }).raw().toBuffer();

describe.each([
  ["little-endian", {}],
  ["big-endian", { bigEndian: true }],
  ["BigTIFF", { isBig: true }],
  ["big-endian BigTIFF", { bigEndian: true, isBig: true }],
])("a %s TIFF", (_what, options) => {
  test("loses GPS, GeoTIFF and XMP on every page, and keeps every pixel and byte before", async () => {
    const before = makeTiff(
      [
        { pixels, gps, more: [{ tag: 33_922, value: doubles }] },
        { pixels: Buffer.from(pixels).reverse(), gps, more: [{ tag: 700, value: xmp }] },
      ],
      options,
    );
    expect(tellsPlace(before)).toBe(true);
    const after = stripTiffLocation(before);
    expect(tellsPlace(after)).toBe(false);
    expect(after.length).toBe(before.length);
    for (const page of [0, 1]) expect((await raw(after, page)).equals(await raw(before, page))).toBe(true);
    expect(stripTiffLocation(after)).toBe(after);
  });

  test("without a place comes back as it is", () => {
    const bytes = makeTiff([{ pixels, more: [{ tag: 700, value: blandXmp }] }], options);
    expect(stripTiffLocation(bytes)).toBe(bytes);
  });
});

test("a TIFF of an independent writer with GPS in it keeps orientation and camera", async () => {
  const before = await sharp(await makePicture({ kind: "png", widthPx: 80, heightPx: 60 }))
    .withExif({ IFD0: { Model: "Testcam 3000" }, IFD3: { GPSLatitude: "48/1 51/1 29/1" } })
    .withMetadata({ orientation: 6 })
    .tiff({ compression: "lzw" })
    .toBuffer();
  const after = stripTiffLocation(before);
  expect((await raw(after)).equals(await raw(before))).toBe(true);
  expect((await sharp(after).metadata()).orientation).toBe(6);
});

test("a TIFF whose pages lead in a circle, or out of the file, is refused", () => {
  const circle = makeTiff([{ pixels }]);
  const first = circle.readUInt32LE(4);
  circle.writeUInt32LE(first, first + 2 + 12 * circle.readUInt16LE(first));
  expect(() => stripTiffLocation(circle)).toThrow(LocationNotRemovable);
  const outside = makeTiff([{ pixels, gps }]);
  outside.writeUInt32LE(outside.length + 100, 4);
  expect(() => stripTiffLocation(outside)).toThrow(LocationNotRemovable);
});

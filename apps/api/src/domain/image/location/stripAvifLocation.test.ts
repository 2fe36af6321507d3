import sharp from "sharp";
import { expect, test } from "vitest";
import { makePicture } from "../../../testing/makePicture.ts";
import { LocationNotRemovable } from "./LocationNotRemovable.ts";
import { stripAvifLocation } from "./stripAvifLocation.ts";

/** An AVIF with camera, orientation, GPS in Exif and in XMP; written by libheif, an independent writer. */
async function placed(): Promise<Buffer> {
  return sharp(await makePicture({ kind: "png", widthPx: 80, heightPx: 60 }))
    .withExif({
      IFD0: { Model: "Testcam 3000" },
      IFD3: { GPSLatitudeRef: "N", GPSLatitude: "48/1 51/1 29299213/1", GPSLongitude: "2/1 17/1 40123457/1" },
    })
    .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf exif:GPSLatitude="48,51.488N"/></x:xmpmeta>')
    .withMetadata({ orientation: 6 })
    .avif()
    .toBuffer();
}

/** Whether a rational's number is anywhere in the bytes, in either byte order. */
function holds(bytes: Buffer, value: number): boolean {
  const little = Buffer.alloc(4);
  little.writeUInt32LE(value);
  return bytes.includes(little) || bytes.includes(Buffer.from(little).reverse());
}

test("an AVIF keeps camera, orientation and every pixel, and loses the place", async () => {
  const before = await placed();
  expect([holds(before, 29_299_213), holds(before, 40_123_457), before.includes("GPSLatitude")]).toEqual([
    true,
    true,
    true,
  ]);
  const after = stripAvifLocation(before);
  expect([holds(after, 29_299_213), holds(after, 40_123_457), after.includes("GPS")]).toEqual([false, false, false]);
  expect(after.length).toBe(before.length);
  const metadata = await sharp(after).metadata();
  expect(metadata).toMatchObject({ width: 60, height: 80 });
  expect(metadata.exif?.includes("Testcam 3000")).toBe(true);
  const pixels = (bytes: Buffer) => sharp(bytes).raw().toBuffer();
  expect((await pixels(after)).equals(await pixels(before))).toBe(true);
  expect(stripAvifLocation(after)).toBe(after);
});

test("an AVIF without a place comes back as it is", async () => {
  for (const orientation of [undefined, 6]) {
    const bytes = await makePicture({ kind: "avif", ...(orientation === undefined ? {} : { orientation }) });
    expect(stripAvifLocation(bytes)).toBe(bytes);
  }
});

test("an Exif item that cannot be followed is replaced by the orientation", async () => {
  const bytes = await placed();
  const block = bytes.indexOf("Testcam 3000") > 0 ? bytes.indexOf("MM\0*") : -1;
  const at = block >= 0 ? block : bytes.indexOf("II*\0");
  const isLittle = bytes.toString("latin1", at, at + 2) === "II";
  const needle = Buffer.from(isLittle ? [0x25, 0x88, 4, 0] : [0x88, 0x25, 0, 4]);
  const entry = bytes.indexOf(needle, at);
  bytes.fill(0x7f, entry + 8, entry + 12);
  const after = stripAvifLocation(bytes);
  expect([holds(after, 29_299_213), after.includes("Testcam")]).toEqual([false, false]);
  expect(after.length).toBe(bytes.length);
});

test("boxes that lead out of the file are refused", async () => {
  const bytes = await placed();
  const location = bytes.indexOf("iloc");
  bytes.fill(0xff, location + 16, location + 60);
  expect(() => stripAvifLocation(bytes)).toThrow(LocationNotRemovable);
});

import sharp, { type Metadata } from "sharp";
import { describe, expect, test } from "vitest";
import { makePicture } from "../../../testing/makePicture.ts";
import { imageKind } from "../imageKind.ts";
import { exifOrientation } from "./stripExifLocation.ts";
import { stripLocation } from "./stripLocation.ts";

const LATITUDE = "48/1 51/1 29/1";

/** A picture with camera, orientation 6 and a place, as cameras write it; made by libvips, an independent writer of Exif. */
async function placed(kind: "jpeg" | "png" | "webp"): Promise<Buffer> {
  return sharp(await makePicture({ kind, widthPx: 80, heightPx: 60 }))
    [kind]()
    .withExif({
      IFD0: { Model: "Testcam 3000" },
      IFD3: { GPSLatitudeRef: "N", GPSLatitude: LATITUDE, GPSLongitudeRef: "E", GPSLongitude: "2/1 17/1 40/1" },
    })
    .withMetadata({ orientation: 6 })
    .toBuffer();
}

function exifOf(metadata: Metadata): Buffer {
  const exif = metadata.exif ?? Buffer.alloc(0);
  return exif.toString("latin1", 0, 4) === "Exif" ? exif.subarray(6) : exif;
}

/** Tags of IFD0, read apart from the code under test. */
function tags(tiff: Buffer): number[] {
  const little = tiff.toString("latin1", 0, 2) === "II";
  const u16 = (at: number) => (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const u32 = (at: number) => (little ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at));
  const directory = u32(4);
  return Array.from({ length: u16(directory) }, (_, index) => u16(directory + 2 + 12 * index));
}

describe.each(["jpeg", "png", "webp"] as const)("a %s with a place in it", (kind) => {
  test("keeps camera, orientation and every pixel, and loses the place", async () => {
    const before = await placed(kind);
    expect(tags(exifOf(await sharp(before).metadata()))).toContain(0x8825);

    const after = stripLocation(kind, before);
    expect(imageKind(after)).toBe(kind);
    const metadata = await sharp(after).metadata();
    const exif = exifOf(metadata);
    expect(tags(exif)).not.toContain(0x8825);
    expect(tags(exif)).toContain(0x0110);
    expect(exif.includes("Testcam 3000")).toBe(true);
    expect(metadata.orientation).toBe(6);
    expect(exifOrientation(exif)).toBe(6);
    // 48/1 51/1 29/1 as three rationals, in either byte order: nowhere in the file.
    for (const endian of ["writeUInt32LE", "writeUInt32BE"] as const) {
      const rationals = Buffer.alloc(24);
      for (const [index, value] of [48, 1, 51, 1, 29, 1].entries()) {
        rationals[endian](value, index * 4);
      }
      expect(after.includes(rationals)).toBe(false);
    }
    const pixels = async (bytes: Buffer) => sharp(bytes).raw().toBuffer();
    expect((await pixels(after)).equals(await pixels(before))).toBe(true);
  });

  test("comes back as the same buffer when there is no place in it", async () => {
    const picture = await makePicture({ kind, orientation: 3 });
    expect(stripLocation(kind, picture)).toBe(picture);
  });
});

test("an Exif block that cannot be followed is replaced by one with the orientation alone", async () => {
  const jpeg = await placed("jpeg");
  const at = jpeg.indexOf("Exif\0\0", 0, "latin1") + 6;
  const little = jpeg.toString("latin1", at, at + 2) === "II";
  const broken = Buffer.from(jpeg);
  // The GPS entry's pointer leads far out of the block.
  const needle = little ? Buffer.from([0x25, 0x88, 0x04, 0x00]) : Buffer.from([0x88, 0x25, 0x00, 0x04]);
  const entry = broken.indexOf(needle, at);
  expect(entry).toBeGreaterThan(at);
  broken.writeUInt32LE(0x7fffffff, entry + 8);
  const after = stripLocation("jpeg", broken);
  const exif = exifOf(await sharp(after).metadata());
  expect(tags(exif)).toEqual([0x0112]);
  expect(exifOrientation(exif)).toBe(6);
});

test("a second picture behind the first goes with the place", async () => {
  const jpeg = await placed("jpeg");
  const joined = Buffer.concat([jpeg, jpeg]);
  const after = stripLocation("jpeg", joined);
  expect(after.length).toBeLessThan(jpeg.length + 10);
  expect(after.subarray(-2)).toEqual(Buffer.from([0xff, 0xd9]));
});

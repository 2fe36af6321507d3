import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BlobStore } from "@maskyard/store";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makePicture } from "../../testing/makePicture.ts";
import { makeTiff } from "../../testing/makeTiff.ts";
import { ImageRefused, ingestImage } from "./ingestImage.ts";

let folder: string;
let blobs: BlobStore;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "maskyard-ingest-"));
  blobs = new BlobStore(folder);
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

test("a picture lying on its side is measured upright and kept as it is", async () => {
  const bytes = await makePicture({ widthPx: 60, heightPx: 40, orientation: 8 });
  const image = await ingestImage(bytes, blobs);
  expect(image).toMatchObject({ widthPx: 40, heightPx: 60, exifOrientation: 8 });
  expect(image.originalSha256).toBe(createHash("sha256").update(bytes).digest("hex"));
  expect(image.blob).toMatchObject({ sha256: image.originalSha256, mediaType: "image/jpeg" });
  expect((await blobs.read(image.blob.sha256)).equals(bytes)).toBe(true);
});

describe.each(["jpeg", "png", "webp", "tiff", "avif"] as const)("a %s", (kind) => {
  test.each([0.2, 0.5, 0.9, 0.99])("cut off after %f of its bytes is refused", async (part) => {
    const bytes = await makePicture({ kind, widthPx: 300, heightPx: 200 });
    await expect(ingestImage(bytes.subarray(0, Math.floor(bytes.length * part)), blobs)).rejects.toThrow(ImageRefused);
  });
});

test("a picture whose place points back at the directory it stands in is kept, without its metadata", async () => {
  // A TIFF block, little-endian: a directory at 8 with orientation 1 and a GPS pointer to 8, itself.
  const exif = Buffer.alloc(38);
  exif.write("II*\0", 0, "latin1");
  exif.writeUInt32LE(8, 4);
  exif.writeUInt16LE(2, 8);
  for (const [i, [tag, type, value]] of (
    [
      [0x0112, 3, 1],
      [0x8825, 4, 8],
    ] as const
  ).entries()) {
    exif.writeUInt16LE(tag, 10 + 12 * i);
    exif.writeUInt16LE(type, 12 + 12 * i);
    exif.writeUInt32LE(1, 14 + 12 * i);
    exif.writeUInt32LE(value, 18 + 12 * i);
  }
  const picture = await makePicture({ kind: "webp", widthPx: 30, heightPx: 20 });
  const chunk = Buffer.concat([Buffer.from("EXIF\0\0\0\0", "latin1"), exif]);
  chunk.writeUInt32LE(exif.length, 4);
  const bytes = Buffer.concat([picture, chunk]);
  bytes.writeUInt32LE(bytes.length - 8, 4);
  const image = await ingestImage(bytes, blobs);
  expect(image).toMatchObject({ widthPx: 30, heightPx: 20, exifOrientation: 1 });
  const stored = await blobs.read(image.blob.sha256);
  expect(stored.length).toBe(bytes.length - exif.length + 26);
  expect(stored.includes(Buffer.from([0x25, 0x88]))).toBe(false);
});

/** The head of an ISO base media file: its brands. */
function isoFile(major: string, ...compatible: string[]): Buffer {
  const brands = Buffer.from(`ftyp${major}\0\0\0\0${compatible.join("")}`, "latin1");
  const length = Buffer.alloc(4);
  length.writeUInt32BE(4 + brands.length, 0);
  return Buffer.concat([length, brands, Buffer.alloc(64)]);
}

test.each([
  ["nothing", Buffer.alloc(0), /0 bytes/],
  [
    "SVG",
    Buffer.from("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"),
    /no JPEG, PNG, WebP, TIFF or AVIF/,
  ],
  ["a PDF by another name", Buffer.from("%PDF-1.7\n"), /a PDF document and no JPEG/],
  ["HEIC", isoFile("heic", "mif1", "heic"), /HEIC image.*convert it to JPEG, PNG or AVIF/],
  ["HEIC that does not say so first", isoFile("mif1", "heic", "miaf"), /HEIC image/],
  ["an animated AVIF", isoFile("avis", "avif", "msf1"), /animated AVIF/],
  ["a film", isoFile("isom", "mp42"), /no JPEG/],
  ["a page", Buffer.from("<!doctype html><script>alert(1)</script>"), /no JPEG, PNG, WebP, TIFF or AVIF/],
  ["a JPEG's first bytes alone", Buffer.from([0xff, 0xd8, 0xff, 0xe0]), /cannot be decoded/],
])("%s is refused", async (_what, bytes, message) => {
  await expect(ingestImage(bytes, blobs)).rejects.toThrow(message);
});

test("a picture of another kind than we take is refused though it decodes", async () => {
  const gif = await sharp(await makePicture({ kind: "png" }))
    .gif()
    .toBuffer();
  await expect(ingestImage(gif, blobs)).rejects.toThrow(/no JPEG, PNG, WebP, TIFF or AVIF/);
});

describe("a TIFF", () => {
  const grey = Buffer.from(Array.from({ length: 64 * 48 }, (_, index) => index % 251));

  test.each([
    ["of a palette", makeTiff([{ pixels: grey, palette: true }])],
    ["of big-endian order", makeTiff([{ pixels: grey }], { bigEndian: true })],
    ["of 64-bit offsets", makeTiff([{ pixels: grey }], { isBig: true })],
  ])("%s is taken in", async (_what, bytes) => {
    const image = await ingestImage(bytes, blobs);
    expect(image).toMatchObject({ widthPx: 64, heightPx: 48, notes: [], blob: { mediaType: "image/tiff" } });
    expect((await blobs.read(image.blob.sha256)).equals(bytes)).toBe(true);
  });

  test("of several pages gives its first, which is told", async () => {
    const white = Buffer.alloc(64 * 48, 255);
    const image = await ingestImage(makeTiff([{ pixels: grey }, { pixels: white }]), blobs);
    expect(image.notes).toEqual(["the file holds 2 pictures: the first was taken"]);
    expect(image.perceptualHash).toBe((await ingestImage(makeTiff([{ pixels: grey }]), blobs)).perceptualHash);
  });

  test("of 16 bits is taken by the upper 8, which is told; of floats it is refused", async () => {
    const wide = Buffer.alloc(64 * 48 * 2, 7);
    expect((await ingestImage(makeTiff([{ pixels: wide, bits: 16 }]), blobs)).notes).toEqual([
      "its samples have 16 bits: shown and trained on by the upper 8",
    ]);
    const floats = makeTiff([{ pixels: Buffer.alloc(64 * 48 * 4), bits: 32, sampleFormat: 3 }]);
    await expect(ingestImage(floats, blobs)).rejects.toThrow(/floats/);
  });

  test("of CMYK, turned by its orientation, is measured upright", async () => {
    const cmyk = await sharp(await makePicture({ kind: "png", widthPx: 60, heightPx: 40 }))
      .withIccProfile("cmyk")
      .toColourspace("cmyk")
      .withMetadata({ orientation: 6, icc: "cmyk" })
      .tiff()
      .toBuffer();
    expect((await sharp(cmyk).metadata()).space).toBe("cmyk");
    expect(await ingestImage(cmyk, blobs)).toMatchObject({ widthPx: 40, heightPx: 60, exifOrientation: 6 });
  });
});

test("an AVIF turned by its own box is upright when decoded, and is not turned once more", async () => {
  // libvips writes the orientation as an `irot` box beside the Exif.
  const bytes = await makePicture({ kind: "avif", widthPx: 60, heightPx: 40, orientation: 6 });
  expect(bytes.includes("irot")).toBe(true);
  expect(await ingestImage(bytes, blobs)).toMatchObject({
    widthPx: 40,
    heightPx: 60,
    exifOrientation: 1,
    blob: { mediaType: "image/avif" },
  });
});

test("a PNG that claims more pixels than we decode is refused by its header", async () => {
  const png = Buffer.from(await makePicture({ kind: "png" }));
  png.writeUInt32BE(100_000, 16); // width and height in IHDR
  png.writeUInt32BE(100_000, 20);
  await expect(ingestImage(png, blobs)).rejects.toThrow(ImageRefused);
});

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readImage } from "./readImage.ts";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "maskyard-read-image-"));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** 4 wide, 2 high: the left half red, the right half blue. */
const pixels = Buffer.from([0, 1].flatMap(() => [255, 0, 0, 255, 0, 0, 0, 0, 255, 0, 0, 255]));
const raw = { raw: { width: 4, height: 2, channels: 3 as const } };

it.each([
  ["8.tif", sharp(pixels, raw).withMetadata({ orientation: 6 }).tiff({ compression: "lzw" })],
  [
    "16.tif",
    sharp(
      Uint16Array.from(pixels, (value) => value * 257),
      raw,
    )
      .rotate(90)
      .toColourspace("rgb16")
      .tiff({ compression: "none" }),
  ],
  ["a.avif", sharp(pixels, raw).withMetadata({ orientation: 6 }).avif({ lossless: true })],
  ["transparent.png", sharp(pixels, raw).ensureAlpha(0.2).withMetadata({ orientation: 6 }).png()],
])("reads %s upright, as training does", async (name, image) => {
  const path = join(folder, name);
  await image.toFile(path);
  const read = await readImage(path);
  expect([read.widthPx, read.heightPx, read.pixels.length]).toEqual([2, 4, 24]);
  const expected = [0, 1, 2, 3].flatMap((row) =>
    Array(2)
      .fill(row < 2 ? [255, 0, 0] : [0, 0, 255])
      .flat(),
  );
  expect(Math.max(...expected.map((value, at) => Math.abs(value - (read.pixels[at] ?? 0))))).toBeLessThanOrEqual(2);
});

it("says in a sentence what is no image", async () => {
  const path = join(folder, "notes.jpg");
  await writeFile(path, "hello");
  await expect(readImage(path)).rejects.toMatchObject({
    code: "UNREADABLE_IMAGE",
    message: `${path} cannot be read as an image: Input file contains unsupported image format`,
  });
});

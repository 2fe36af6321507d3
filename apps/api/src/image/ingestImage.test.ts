import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BlobStore } from "@maskyard/store";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makePicture } from "../testing/makePicture.ts";
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

describe.each(["jpeg", "png", "webp"] as const)("a %s", (kind) => {
  test.each([0.2, 0.5, 0.9, 0.99])("cut off after %f of its bytes is refused", async (part) => {
    const bytes = await makePicture({ kind, widthPx: 300, heightPx: 200 });
    await expect(ingestImage(bytes.subarray(0, Math.floor(bytes.length * part)), blobs)).rejects.toThrow(ImageRefused);
  });
});

test.each([
  ["nothing", Buffer.alloc(0), /0 bytes/],
  ["SVG", Buffer.from("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"), /no JPEG, PNG or WebP/],
  ["a page", Buffer.from("<!doctype html><script>alert(1)</script>"), /no JPEG, PNG or WebP/],
  ["a JPEG's first bytes alone", Buffer.from([0xff, 0xd8, 0xff, 0xe0]), /cannot be decoded/],
])("%s is refused", async (_what, bytes, message) => {
  await expect(ingestImage(bytes, blobs)).rejects.toThrow(message);
});

test("a picture of another kind than we take is refused though it decodes", async () => {
  const gif = await sharp(await makePicture({ kind: "png" }))
    .gif()
    .toBuffer();
  await expect(ingestImage(gif, blobs)).rejects.toThrow(/no JPEG, PNG or WebP/);
});

test("a PNG that claims more pixels than we decode is refused by its header", async () => {
  const png = Buffer.from(await makePicture({ kind: "png" }));
  png.writeUInt32BE(100_000, 16); // width and height in IHDR
  png.writeUInt32BE(100_000, 20);
  await expect(ingestImage(png, blobs)).rejects.toThrow(ImageRefused);
});

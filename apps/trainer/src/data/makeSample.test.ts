import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Geometry } from "@maskyard/annotations";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ImageCache } from "./imageCache.ts";
import { makeSample } from "./makeSample.ts";
import type { SampleRequest } from "./sample.ts";
import { SampleLoader } from "./sampleLoader.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "maskyard-samples-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** 4 wide, 2 high: the left half red, the right half blue. */
async function writeImage(name: string, orientation?: number): Promise<string> {
  const pixels = Buffer.from([0, 1].flatMap(() => [255, 0, 0, 255, 0, 0, 0, 0, 255, 0, 0, 255]));
  const image = sharp(pixels, { raw: { width: 4, height: 2, channels: 3 } }).png();
  const path = join(folder, name);
  await (orientation === undefined ? image : image.withMetadata({ orientation })).toFile(path);
  return path;
}

const leftPixel: Geometry = { type: "polygon", parts: [{ outer: [0, 0, 1, 0, 1, 1, 0, 1], holes: [] }] };
const outside: Geometry = { type: "polygon", parts: [{ outer: [8, 8, 9, 8, 9, 9, 8, 9], holes: [] }] };

function request(path: string, horizontalFlip: number): SampleRequest {
  return {
    path,
    cacheKey: path,
    fileName: "street.png",
    widthPx: 4,
    heightPx: 2,
    learning: {
      annotations: [
        { geometry: leftPixel, boxXywhPx: [0, 0, 1, 1], label: 2 },
        { geometry: outside, boxXywhPx: [8, 8, 1, 1], label: 1 },
        { geometry: { type: "box" }, boxXywhPx: [-2, 0, 4, 9], label: 1 },
      ],
      augmentation: {
        horizontalFlip,
        scaleJitter: [1, 1],
        cropSizePx: null,
        colorJitter: { brightness: 0, contrast: 0, saturation: 0, hue: 0 },
      },
      keys: { seed: 1, epoch: 1, index: 0 },
    },
  };
}

test("decodes, draws masks and clips boxes; what covers no pixel is counted and left out", async () => {
  const sample = await makeSample(request(await writeImage("a.png"), 0), new ImageCache(1_000));
  expect([...sample.image.pixels.subarray(0, 12)]).toEqual([255, 0, 0, 255, 0, 0, 0, 0, 255, 0, 0, 255]);
  expect(sample.emptyMaskCount).toBe(1);
  expect([...sample.target.labels]).toEqual([2, 1]);
  expect([...sample.target.boxesXyxyPx]).toEqual([0, 0, 1, 1, 0, 0, 2, 2]);
  expect(sample.target.masks.map((mask) => [...mask])).toEqual([
    [1, 0, 0, 0, 0, 0, 0, 0],
    [1, 1, 0, 0, 1, 1, 0, 0],
  ]);
});

test("flipping moves pixels, boxes and masks alike, and never the cached image", async () => {
  const cache = new ImageCache(1_000);
  const path = await writeImage("b.png");
  for (const _ of [1, 2]) {
    const sample = await makeSample(request(path, 1), cache);
    expect([...sample.image.pixels.subarray(0, 6)]).toEqual([0, 0, 255, 0, 0, 255]);
    expect([...sample.target.boxesXyxyPx.subarray(0, 4)]).toEqual([3, 0, 4, 1]);
    expect([...(sample.target.masks[0] ?? [])]).toEqual([0, 0, 0, 1, 0, 0, 0, 0]);
  }
});

test("turns an image upright by its EXIF orientation", async () => {
  // Orientation 6: stored lying, to be turned a quarter clockwise; the stored left edge becomes the top.
  const path = await writeImage("c.png", 6);
  const sample = await makeSample(
    { ...request(path, 0), widthPx: 2, heightPx: 4, learning: null },
    new ImageCache(1_000),
  );
  expect([...sample.image.pixels]).toEqual(
    [0, 1, 2, 3].flatMap((row) =>
      Array(2)
        .fill(row < 2 ? [255, 0, 0] : [0, 0, 255])
        .flat(),
    ),
  );
});

test("decodes TIFF of 8 and 16 bits and AVIF, upright once, whether turned by a tag or by a box", async () => {
  const lying = Buffer.from([0, 1].flatMap(() => [255, 0, 0, 255, 0, 0, 0, 0, 255, 0, 0, 255]));
  const sixteen = Uint16Array.from(lying, (value) => value * 257);
  const upright = Buffer.from(
    [0, 1, 2, 3].flatMap((row) => [0, 1].flatMap(() => (row < 2 ? [255, 0, 0] : [0, 0, 255]))),
  );
  const raw = { raw: { width: 4, height: 2, channels: 3 as const } };
  const kinds = [
    ["8.tif", sharp(lying, raw).withMetadata({ orientation: 6 }).tiff({ compression: "lzw" }), upright, 2],
    ["16.tif", sharp(sixteen, raw).toColourspace("rgb16").tiff({ compression: "none" }), lying, 4],
    ["a.avif", sharp(lying, raw).withMetadata({ orientation: 6 }).avif({ lossless: true }), upright, 2],
    ["alpha.png", sharp(lying, raw).ensureAlpha(0.2).withMetadata({ orientation: 6 }).png(), upright, 2],
  ] as const;
  for (const [name, image, expected, widthPx] of kinds) {
    const path = join(folder, name);
    await image.toFile(path);
    const sample = await makeSample(
      { ...request(path, 0), widthPx, heightPx: 8 / widthPx, learning: null },
      new ImageCache(1_000),
    );
    const difference = Math.max(...sample.image.pixels.map((value, at) => Math.abs(value - (expected[at] ?? 0))));
    expect([name, difference <= 2]).toEqual([name, true]);
  }
});

test("worker threads answer each request, and name the image that cannot be read", async () => {
  const loader = new SampleLoader({ workerCount: 2, cacheBytes: 1_000_000 });
  try {
    const path = await writeImage("d.png");
    const samples = await Promise.all([1, 2, 3, 4].map(() => loader.load(request(path, 0))));
    for (const sample of samples) expect(sample.target.masks).toHaveLength(2);
    await expect(loader.load({ ...request(path, 0), cacheKey: "another", widthPx: 5 })).rejects.toThrow(
      "The image street.png is 4 x 2 with 3 channels, expected 5 x 2 with 3",
    );
    const missing = loader.load(request(join(folder, "missing.png"), 0));
    await expect(missing).rejects.toThrow(/^The image street\.png cannot be decoded: (?!.*missing\.png)/);
  } finally {
    await loader.close();
  }
});

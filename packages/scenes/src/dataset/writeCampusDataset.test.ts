import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cocoOfScenes } from "./cocoOfScenes.ts";
import { sceneSeed } from "./sceneSeed.ts";
import { contentHashOf, writeCampusDataset } from "./writeCampusDataset.ts";

const SMALL = { trainCount: 3, validationCount: 2, seed: 9 };
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "maskyard-scenes-"));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

describe("writeCampusDataset", () => {
  it("writes two subsets with images and COCO files, and reports progress", async () => {
    const progress: number[] = [];
    const dataset = await writeCampusDataset({ directory, ...SMALL, onProgress: ({ done }) => progress.push(done) });
    expect(progress).toEqual([1, 2, 3, 4, 5]);
    expect(await readdir(join(directory, "train"))).toEqual([
      "_annotations.coco.json",
      "scene-0001.jpg",
      "scene-0002.jpg",
      "scene-0003.jpg",
    ]);
    const coco = JSON.parse(await readFile(join(directory, "val", "_annotations.coco.json"), "utf8"));
    expect(coco.images).toHaveLength(2);
    expect(coco.images[0]).toMatchObject({ id: 1, file_name: "scene-0001.jpg", width: 320, height: 240 });
    expect(coco.images[0].capture.scene_seed).toBe(sceneSeed(9, "val", 0));
    expect(coco.categories.map((category: { name: string }) => category.name)).toEqual(["car", "sign board"]);
    expect(dataset).toMatchObject({ images: 5, wasWritten: true, contentHash: await contentHashOf(directory) });
  });

  it("leaves a complete folder as it is, and mends a damaged one to the same bytes", async () => {
    const { contentHash } = await writeCampusDataset({ directory, ...SMALL });
    expect(await writeCampusDataset({ directory, ...SMALL })).toMatchObject({ contentHash, wasWritten: false });
    const image = join(directory, "train", "scene-0002.jpg");
    await writeFile(image, (await readFile(image)).subarray(0, 500));
    expect(await writeCampusDataset({ directory, ...SMALL })).toMatchObject({ contentHash, wasWritten: true });
    expect(await contentHashOf(directory)).toBe(contentHash);
  });

  it("goes on after it was cut off, clearing away its own leftovers only", async () => {
    const whole = await writeCampusDataset({ directory, ...SMALL });
    await rm(directory, { recursive: true });
    const stop = new AbortController();
    const cutOff = writeCampusDataset({
      directory,
      ...SMALL,
      signal: stop.signal,
      onProgress: ({ done }) => done === 2 && stop.abort(new Error("stopped")),
    });
    await expect(cutOff).rejects.toThrow("stopped");
    await mkdir(join(directory, "train"), { recursive: true });
    await writeFile(join(directory, "train", "scene-0003.jpg.unfinished"), "half");
    await writeFile(join(directory, "train", "scene-0099.jpg"), "of an earlier, longer dataset");
    await writeFile(join(directory, "train", "notes.txt"), "mine");
    const again = await writeCampusDataset({ directory, ...SMALL });
    expect(again.contentHash).toBe(whole.contentHash);
    const names = await readdir(join(directory, "train"));
    expect(names).toContain("notes.txt");
    expect(names).not.toContain("scene-0099.jpg");
    expect(names.some((name) => name.endsWith(".unfinished"))).toBe(false);
  });

  it("writes again for another seed, with other scenes in both subsets", async () => {
    const first = await writeCampusDataset({ directory, ...SMALL });
    const other = await writeCampusDataset({ directory, ...SMALL, seed: 10 });
    expect(other.contentHash).not.toBe(first.contentHash);
    expect(other.wasWritten).toBe(true);
  });
});

describe("cocoOfScenes", () => {
  it("writes polygons as polygons and a polygon with a hole as run lengths", () => {
    const square = [2, 2, 12, 2, 12, 12, 2, 12];
    const instance = { categoryName: "car", boxXywhPx: [2, 2, 10, 10], hiddenShare: 0, isCutByFrame: false } as const;
    const text = cocoOfScenes(
      [
        {
          fileName: "a.jpg",
          seed: 1,
          scene: {
            widthPx: 20,
            heightPx: 20,
            atmosphere: "fog",
            instances: [
              { ...instance, parts: [{ outer: square, holes: [] }], areaPx: 100 },
              {
                ...instance,
                parts: [{ outer: square, holes: [[4, 4, 8, 4, 8, 8, 4, 8]] }],
                areaPx: 84,
                hiddenShare: 0.16,
              },
            ],
          },
        },
      ],
      "train",
      1,
    );
    const [plain, holed] = JSON.parse(text).annotations;
    expect(plain).toMatchObject({ segmentation: [square], occluded: false, truncated: false });
    expect(holed.segmentation).toMatchObject({ size: [20, 20], counts: expect.any(String) });
    expect(holed.occluded).toBe(true);
  });
});

describe("sceneSeed", () => {
  it("gives training and validation scenes seeds that never meet", () => {
    expect(sceneSeed(1, "train", 499_999)).toBeLessThan(sceneSeed(1, "val", 0));
    expect(sceneSeed(1, "val", 499_999)).toBeLessThan(sceneSeed(2, "train", 0));
    expect(() => sceneSeed(1, "train", 500_000)).toThrow(RangeError);
  });
});

import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { ContentHash } from "../dataset/ContentHash.ts";
import { sceneSeed } from "../dataset/sceneSeed.ts";
import { DEMO_DATASET } from "../dataset/writeCampusDataset.ts";
import { composeScene } from "./composeScene.ts";
import { generateCampusScene } from "./generateCampusScene.ts";

/**
 * SHA-256 over pictures and polygons of the demo dataset's first eight training and four validation scenes. It was
 * committed before anything was trained on them. When it changes, the scenes have changed: figures measured before no
 * longer hold, and SCENES_VERSION and demo-content-hash.txt change with it.
 */
const SAMPLE_HASH = "4f67ff0eb45f528f3bb730071003a28ef0012237e0eee691a18aa8ea0286f06b";

describe("generateCampusScene", () => {
  it("gives the same bytes and polygons for the same seed, and others for another", async () => {
    const [first, again, other] = [
      await generateCampusScene(41),
      await generateCampusScene(41),
      await generateCampusScene(42),
    ];
    expect(Buffer.compare(first.jpeg, again.jpeg)).toBe(0);
    expect(again.instances).toEqual(first.instances);
    expect(Buffer.compare(first.jpeg, other.jpeg)).not.toBe(0);
    expect(other.instances).not.toEqual(first.instances);
  });

  it("gives the committed scenes", async () => {
    const hash = new ContentHash();
    for (const [subset, count] of [
      ["train", 8],
      ["val", 4],
    ] as const) {
      for (let index = 0; index < count; index++) {
        const scene = await generateCampusScene(sceneSeed(DEMO_DATASET.seed, subset, index));
        hash.add(`${subset}/${index}.jpg`, scene.jpeg);
        hash.add(`${subset}/${index}.json`, JSON.stringify(scene.instances));
      }
    }
    expect(hash.hex()).toBe(SAMPLE_HASH);
  });

  it("gives a JPEG of the size it says", async () => {
    const scene = await generateCampusScene(7);
    const { format, width, height } = await sharp(scene.jpeg).metadata();
    expect({ format, width, height }).toEqual({ format: "jpeg", width: scene.widthPx, height: scene.heightPx });
  });
});

describe("composeScene", () => {
  const scenes = Array.from({ length: 60 }, (_, i) => composeScene(5000 + i));
  const instances = scenes.flatMap((scene) => scene.instances);
  const share = (holds: (instance: (typeof instances)[number]) => boolean): number =>
    instances.filter(holds).length / instances.length;

  it("keeps every polygon inside the picture, and every box around its polygons", () => {
    for (const { parts, boxXywhPx, areaPx } of instances) {
      const [left, top, width, height] = boxXywhPx;
      for (const ring of parts.flatMap((part) => [part.outer, ...part.holes])) {
        expect(ring.length).toBeGreaterThanOrEqual(6);
        ring.forEach((value, i) => {
          expect(value).toBeGreaterThanOrEqual(i % 2 === 0 ? left : top);
          expect(value).toBeLessThanOrEqual((i % 2 === 0 ? left + width : top + height) + 0.005);
        });
      }
      expect(left).toBeGreaterThanOrEqual(0);
      expect(top).toBeGreaterThanOrEqual(0);
      expect(left + width).toBeLessThanOrEqual(320.005);
      expect(top + height).toBeLessThanOrEqual(240.005);
      expect(areaPx).toBeLessThanOrEqual(width * height);
    }
  });

  it("draws about four to five objects a picture, of both categories, and some pictures with none", () => {
    expect(instances.length / scenes.length).toBeGreaterThan(3.8);
    expect(instances.length / scenes.length).toBeLessThan(5.4);
    expect(share((instance) => instance.categoryName === "car")).toBeGreaterThan(0.45);
    expect(share((instance) => instance.categoryName === "sign board")).toBeGreaterThan(0.25);
    expect(scenes.some((scene) => scene.instances.length === 0)).toBe(true);
  });

  it("hides, cuts off, splits and shrinks a good part of them", () => {
    expect(share((instance) => instance.hiddenShare > 0.1)).toBeGreaterThan(0.25);
    expect(share((instance) => instance.isCutByFrame)).toBeGreaterThan(0.12);
    expect(share((instance) => instance.parts.length > 1)).toBeGreaterThan(0.05);
    expect(share((instance) => instance.areaPx < 32 * 32)).toBeGreaterThan(0.25);
    expect(share((instance) => instance.areaPx > 3000)).toBeGreaterThan(0.1);
  });

  it("leaves no car and no board in the picture that is not annotated", () => {
    for (const scene of scenes) {
      expect(scene.objects.filter((object) => object.categoryName !== null)).toHaveLength(scene.instances.length);
    }
  });

  it("shows streets at many hours and in all weathers", () => {
    expect(new Set(scenes.map((scene) => scene.stage.air.name)).size).toBe(7);
  });
});

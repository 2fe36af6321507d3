import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { maskRowMajorFromRle } from "@maskyard/annotations";
import { exportWeights, loadEngine, MaskRcnn, miniNetConfiguration, saveSafetensors } from "@maskyard/model";
import sharp from "sharp";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runCliHere } from "../testing/runCliHere.ts";
import type { CocoResult } from "./cocoResults.ts";
import { modelSettings } from "./modelSettings.ts";
import { readImage } from "./readImage.ts";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "maskyard-predict-"));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** MiniNet with thin heads, so that the file is small. */
const configuration = miniNetConfiguration({
  numClasses: 3,
  transform: { minSizePx: 64, maxSizePx: 96 },
  backbone: { pyramidChannels: 32 },
  roi: { headWidth: 32, maskHeadWidths: [32], maskPredictorWidth: 32, scoreThreshold: 0 },
});

it("detects with a checkpoint's own settings, in COCO's form", { timeout: 300_000 }, async () => {
  const { tf } = await loadEngine();
  const model = MaskRcnn.create(tf, configuration, 1);
  const weights = exportWeights(model);
  weights.set("momentum.anything", { shape: [1], values: Float32Array.of(1) });
  const metadata = {
    modelConfiguration: JSON.stringify(configuration),
    classNames: JSON.stringify(["car", "sign board"]),
  };
  const weightsFile = join(folder, "weights.safetensors");
  await writeFile(weightsFile, saveSafetensors(weights, metadata));
  // 60 x 40 as stored, and EXIF says to turn it by 90 degrees: 40 wide and 60 high.
  const photograph = join(folder, "photograph.jpg");
  const pixels = Buffer.from(Array.from({ length: 60 * 40 * 3 }, (_, index) => (index * 7919) % 256));
  await sharp(pixels, { raw: { width: 60, height: 40, channels: 3 } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toFile(photograph);
  const expected = model.detect([await readImage(photograph)], { maxDetections: 4 })[0] ?? [];
  model.dispose();
  expect(expected).toHaveLength(4);

  const args = ["predict", "--weights", weightsFile, "--max-detections", "4", photograph, "--json"];
  const { code, stdout } = await runCliHere(args, {
    HOME: process.env.HOME,
    MASKYARD_CACHE: process.env.MASKYARD_CACHE,
  });
  expect(code).toBe(0);
  const results = JSON.parse(stdout) as CocoResult[];
  expect(results.map(({ score, category_id }) => [score, category_id])).toEqual(
    expected.map(({ score, label }) => [score, label]),
  );
  for (const [index, result] of results.entries()) {
    const [x1, y1, x2, y2] = expected[index]?.boxXyxyPx ?? [0, 0, 0, 0];
    expect(result).toMatchObject({
      image: photograph,
      category: ["car", "sign board"][result.category_id - 1],
      bbox: [x1, y1, x2 - x1, y2 - y1],
      segmentation: { size: [60, 40] },
    });
    const mask = maskRowMajorFromRle({ size: [60, 40], counts: result.segmentation.counts });
    expect(Array.from(mask)).toEqual(Array.from(expected[index]?.mask() ?? []));
  }
});

it("lets the command line override sizes and thresholds, and asks for what a foreign file does not say", async () => {
  const metadata = { modelConfiguration: JSON.stringify(configuration) };
  const settings = await modelSettings(metadata, { minSize: 80, nmsThreshold: 0.3 });
  expect(settings.configuration.transform).toMatchObject({ minSizePx: 80, maxSizePx: 96 });
  expect(settings.configuration.roi).toMatchObject({ nmsThreshold: 0.3, scoreThreshold: 0, maxDetections: 100 });
  expect(settings.classNames).toEqual([]);
  await expect(modelSettings({}, {})).rejects.toMatchObject({ code: "UNKNOWN_MODEL" });
  const foreign = await modelSettings({}, { architecture: "mininet", numClasses: 5, maxSize: 640 });
  expect(foreign.configuration).toMatchObject({ numClasses: 5, transform: { minSizePx: 800, maxSizePx: 640 } });
  await expect(modelSettings({ modelConfiguration: "{" }, {})).rejects.toMatchObject({ code: "DAMAGED_WEIGHTS" });
});

it("names the file that is no image", async () => {
  const path = join(folder, "broken.jpg");
  await writeFile(path, "");
  await expect(readImage(path)).rejects.toMatchObject({ code: "UNREADABLE_IMAGE" });
});

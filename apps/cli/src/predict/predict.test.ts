import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { maskRowMajorFromRle } from "@maskyard/annotations";
import {
  exportWeights,
  loadEngine,
  loadSafetensors,
  MaskRcnn,
  miniNetConfiguration,
  saveSafetensors,
} from "@maskyard/model";
import sharp from "sharp";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runCliHere } from "../testing/runCliHere.ts";
import type { ReadWeights } from "../weights/readWeightsFile.ts";
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

it("lets the command line override sizes and thresholds, and asks for what a foreign file does not say", () => {
  const weightsWith = (metadata: Record<string, string>, normEps: number | null = null): ReadWeights => ({
    format: "safetensors",
    arrays: new Map(),
    metadata,
    normEps,
  });
  const recorded = weightsWith({ modelConfiguration: JSON.stringify(configuration) });
  const settings = modelSettings(recorded, { minSize: 80, nmsThreshold: 0.3, normEps: 0 });
  expect(settings.configuration.transform).toMatchObject({ minSizePx: 80, maxSizePx: 96 });
  expect(settings.configuration.roi).toMatchObject({ nmsThreshold: 0.3, scoreThreshold: 0, maxDetections: 100 });
  expect(settings.configuration.backbone.normEps).toBe(0);
  expect(settings.classNames).toEqual([]);
  expect(() => modelSettings(weightsWith({}), {})).toThrow(/Give --architecture and --num-classes/);
  const foreign = modelSettings(weightsWith({}), {
    architecture: "maskrcnn_resnet50_fpn",
    numClasses: 5,
    maxSize: 640,
  });
  expect(foreign.configuration).toMatchObject({
    architecture: "maskrcnn_resnet50_fpn",
    numClasses: 5,
    transform: { minSizePx: 800, maxSizePx: 640 },
  });
  const asMade = modelSettings(weightsWith({}, 0), { architecture: "maskrcnn_resnet50_fpn", numClasses: 5 });
  expect([asMade, foreign].map((of) => of.configuration.backbone.normEps)).toEqual([0, 1e-5]);
  expect(() => modelSettings(weightsWith({ modelConfiguration: "{" }), {})).toThrow(/metadata "modelConfiguration"/);
});

it("inspects a torch file and writes it as safetensors", async () => {
  const torchFile = fileURLToPath(
    new URL("../../../../packages/model/src/weights/fixtures/legacy.pth", import.meta.url),
  );
  const inspected = await runCliHere(["weights", "inspect", torchFile, "--json"], {});
  expect(JSON.parse(inspected.stdout)).toMatchObject({ format: "torch-legacy", architecture: null });
  expect(JSON.parse(inspected.stdout).tensors).toContainEqual({ name: "bfloat", shape: [24], dtype: "BF16" });
  const converted = join(folder, "converted.safetensors");
  expect((await runCliHere(["weights", "convert", torchFile, converted], {})).code).toBe(0);
  const { arrays } = loadSafetensors(await readFile(converted));
  expect(arrays.get("rpn.head.conv.0.0.weight")?.shape).toEqual([2, 3, 4]);
  const hostile = torchFile.replace("legacy", "hostile");
  const refused = await runCliHere(["weights", "convert", hostile, converted, "--json"], {});
  expect(refused.code).toBe(1);
  expect(refused.stderr).toMatch(/only tensors are read/);
  expect(loadSafetensors(await readFile(converted)).arrays.size).toBe(arrays.size);
});

it("names the file that is no image", async () => {
  const path = join(folder, "broken.jpg");
  await writeFile(path, "");
  await expect(readImage(path)).rejects.toMatchObject({ code: "UNREADABLE_IMAGE" });
});

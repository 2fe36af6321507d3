import { evaluateDetections, rleFromMaskRowMajor } from "@maskyard/annotations";
import {
  createRandom,
  createTrainStep,
  loadEngine,
  MaskRcnn,
  miniNetConfiguration,
  type TrainingImage,
  type TrainingTarget,
} from "@maskyard/model";
import { expect, test } from "vitest";
import { toFoundObjects } from "./foundObjects.ts";

const sidePx = 64;
// Some 15 seconds on two free cores; a busy machine may take its time.
const steps = 80;
const batchSize = 4;
const classNames = ["plate", "disc"];
type Box = [x1: number, y1: number, x2: number, y2: number];

/** Plates (rectangles, reddish) and discs (ellipses, bluish) that do not touch, on noise. */
function picture(seed: number): { image: TrainingImage; target: TrainingTarget } {
  const random = createRandom(seed);
  const pixels = Uint8Array.from({ length: sidePx * sidePx * 3 }, () => 90 + random.uniform() * 60);
  const objects = [0, 1].map((half) => {
    const [width, height] = [16 + Math.floor(random.uniform() * 10), 18 + Math.floor(random.uniform() * 30)];
    const left = half * 32 + 2 + Math.floor(random.uniform() * (28 - width));
    const top = 2 + Math.floor(random.uniform() * (60 - height));
    const label = random.uniform() < 0.5 ? 1 : 2;
    const mask = new Uint8Array(sidePx * sidePx);
    const color = [label === 1 ? 220 : 30, random.uniform() * 80, label === 2 ? 220 : 30];
    for (let y = top; y < top + height; y++) {
      for (let x = left; x < left + width; x++) {
        const across = (x + 0.5 - left - width / 2) / (width / 2);
        const down = (y + 0.5 - top - height / 2) / (height / 2);
        if (label === 2 && across ** 2 + down ** 2 > 1) continue;
        mask[y * sidePx + x] = 1;
        pixels.set(color, (y * sidePx + x) * 3);
      }
    }
    return { box: [left, top, left + width, top + height] as Box, label, mask };
  });
  return {
    image: { pixels, heightPx: sidePx, widthPx: sidePx },
    target: {
      boxesXyxyPx: Float32Array.from(objects.flatMap(({ box }) => box)),
      labels: Int32Array.from(objects, ({ label }) => label),
      masks: objects.map(({ mask }) => mask),
    },
  };
}

const pictures = Array.from({ length: 8 }, (_, index) => picture(index + 1));

/** COCO's AP50 of masks on the pictures themselves. */
function maskAp50(model: MaskRcnn): number {
  const result = evaluateDetections({
    iouType: "segm",
    images: pictures.map((_, id) => ({ id, heightPx: sidePx, widthPx: sidePx })),
    categories: classNames.map((name, index) => ({ id: index + 1, name })),
    groundTruths: pictures.flatMap(({ target: { boxesXyxyPx, labels, masks } }, imageId) =>
      masks.map((mask, index) => {
        const [x1, y1, x2, y2] = boxesXyxyPx.subarray(index * 4, index * 4 + 4) as unknown as Box;
        return {
          imageId,
          categoryId: labels[index] as number,
          boxXywhPx: [x1, y1, x2 - x1, y2 - y1] as const,
          areaPx: mask.reduce((sum, value) => sum + value, 0),
          isCrowd: false,
          geometry: { type: "rle" as const, rle: rleFromMaskRowMajor(mask, sidePx, sidePx) },
        };
      }),
    ),
    detections: pictures.flatMap(({ image }, imageId) =>
      toFoundObjects(model.detect([image])[0] ?? [], sidePx, sidePx).map(({ label, score, boxXywhPx, rle }) => ({
        imageId,
        categoryId: label,
        score,
        boxXywhPx,
        geometry: { type: "rle" as const, rle },
      })),
    ),
  });
  return result.AP50;
}

test("MiniNet learns eight pictures by heart from random weights", { timeout: 600_000 }, async () => {
  const { tf } = await loadEngine();
  const configuration = miniNetConfiguration({
    numClasses: 1 + classNames.length,
    transform: { minSizePx: sidePx, maxSizePx: sidePx },
    backbone: { bodyWidth: 32, groupCount: 16, pyramidChannels: 64 },
    anchors: { sizesPx: [[8], [16], [32], [64], [128]] },
    rpn: {
      preNmsTopN: { training: 200, detection: 200 },
      postNmsTopN: { training: 100, detection: 50 },
      batchSizePerImage: 64,
    },
    roi: { headWidth: 256, maskHeadWidths: [64, 64], maskPredictorWidth: 64, batchSizePerImage: 32 },
  });
  const model = MaskRcnn.create(tf, configuration, 1);
  expect(maskAp50(model)).toBeLessThan(0.2);
  const trainStep = createTrainStep(tf, model, {
    learningRate: 0.02,
    momentum: 0.9,
    weightDecay: 1e-4,
    warmupSteps: 20,
    warmupFactor: 0.1,
    schedule: "cosine",
    totalSteps: steps,
    gradientClipNorm: 10,
  });
  for (let step = 0; step < steps; step++) {
    const batch = Array.from({ length: batchSize }, (_, index) => pictures[(step * batchSize + index) % 8]);
    const images = batch.map((one) => one?.image as TrainingImage);
    const targets = batch.map((one) => one?.target as TrainingTarget);
    trainStep.step(images, targets, { step, seed: 1 });
  }
  trainStep.dispose();
  expect(maskAp50(model)).toBeGreaterThanOrEqual(0.9);
  model.dispose();
});

// Our side of bench/train-parity.mjs: writes the initial weights, the order and the learning rates, trains, and writes what it detects.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { rleFromMaskRowMajor } from "../../packages/annotations/dist/index.js";
import {
  createTrainStep,
  exportWeights,
  loadEngine,
  MaskRcnn,
  saveSafetensors,
  shuffledIndices,
} from "../../packages/model/dist/index.js";
import { configurationOf, settings } from "./settings.mjs";

const [folder, seedText, stepsText] = process.argv.slice(2);
const [seed, steps] = [Number(seedText), Number(stepsText)];
const data = JSON.parse(readFileSync(path.join(folder, "data.json"), "utf8"));
const longSidePx = Math.max(
  ...[...data.train, ...data.val].map(({ widthPx, heightPx }) => Math.max(widthPx, heightPx)),
);
const { tf } = await loadEngine();
const model = MaskRcnn.create(tf, configurationOf(data.classNames.length + 1, longSidePx), seed);
writeFileSync(path.join(folder, `initial-${seed}.safetensors`), saveSafetensors(exportWeights(model), {}));
const order = [];
for (let epoch = 0; order.length < steps * settings.batchSize; epoch++) {
  order.push(...shuffledIndices(data.train.length, { seed, epoch }));
}
const trainStep = createTrainStep(tf, model, {
  optimizer: "adamw",
  learningRate: settings.learningRate,
  momentum: settings.betas[0],
  beta2: settings.betas[1],
  weightDecay: settings.weightDecay,
  warmupSteps: settings.warmupSteps,
  warmupFactor: settings.warmupFactor,
  schedule: "cosine",
  gradientClipNorm: settings.gradientClipNorm,
  totalSteps: steps,
});
const learningRates = [];
const losses = [];
for (let step = 0; step < steps; step++) {
  const batch = order
    .slice(step * settings.batchSize, (step + 1) * settings.batchSize)
    .map((at) => read(data.train[at]));
  const { totalLoss, learningRate } = trainStep.step(
    batch.map(({ image }) => image),
    batch.map(({ target }) => target),
    { step, seed },
  );
  learningRates.push(learningRate);
  losses.push(totalLoss);
  if ((step + 1) % 100 === 0) {
    console.log(
      `ours, seed ${seed}, step ${step + 1}: mean loss ${(losses.slice(-100).reduce((sum, loss) => sum + loss, 0) / 100).toFixed(3)}`,
    );
  }
}
const results = data.val.flatMap((entry) => {
  const [found] = model.detect([read(entry).image]);
  return found.map(({ boxXyxyPx: [left, top, right, bottom], label, score, mask }) => ({
    image_id: entry.id,
    category_id: label,
    score,
    bbox: [left, top, right - left, bottom - top],
    segmentation: rleFromMaskRowMajor(mask(), entry.heightPx, entry.widthPx),
  }));
});
writeFileSync(path.join(folder, `plan-${seed}.json`), JSON.stringify({ order, learningRates }));
writeFileSync(path.join(folder, `ours-${seed}.json`), JSON.stringify(results));

function read({ name, widthPx, heightPx, objects }) {
  const masks = new Uint8Array(readFileSync(path.join(folder, `${name}.masks`)));
  const area = widthPx * heightPx;
  return {
    image: { pixels: new Uint8Array(readFileSync(path.join(folder, `${name}.rgb`))), widthPx, heightPx },
    target: {
      boxesXyxyPx: Float32Array.from(objects.flatMap((object) => object.slice(0, 4))),
      labels: Int32Array.from(objects.map((object) => object[4])),
      masks: objects.map((_, index) => masks.subarray(index * area, (index + 1) * area)),
    },
  };
}

// A model here and in torchvision: the same weights and images, and how far detections, losses and gradients are apart.
// Needs a Python with torch 2.15 and torchvision 0.29 in an environment of its own:
//   npm run bench -- torchvision path/to/venv/bin/python [mininet|maskrcnn_resnet50_fpn]
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import {
  createRandom,
  exportWeights,
  loadEngine,
  lossNames,
  MaskRcnn,
  modelConfiguration,
  saveSafetensors,
  toTorchLayout,
} from "../packages/model/dist/index.js";

const [python, architecture = "mininet"] = process.argv.slice(2);
if (python === undefined) {
  console.error("Usage: npm run bench -- torchvision path/to/python");
  process.exit(2);
}

const everything = 1_000_000;
const configuration = modelConfiguration(/** @type {"mininet" | "maskrcnn_resnet50_fpn"} */ (architecture), {
  numClasses: 3,
  transform: { minSizePx: 200, maxSizePx: 400 },
  anchors: { sizesPx: [[16], [32], [64], [128], [256]] },
  rpn: {
    preNmsTopN: { training: 300, detection: 300 },
    postNmsTopN: { training: 100, detection: 100 },
    // All anchors and regions are trained on, so that nothing hangs on either side's random choice.
    batchSizePerImage: everything,
    positiveFraction: 1,
  },
  roi: { batchSizePerImage: everything, positiveFraction: 1 },
});

const folder = mkdtempSync(path.join(tmpdir(), "maskyard-bench-torchvision-"));
try {
  const { tf } = await loadEngine();
  const model = MaskRcnn.create(tf, configuration, 3);
  separateScores(model);
  quietenFrozenNorms(model);
  const scenes = [boxesOnNoise(320, 240, 1), boxesOnNoise(256, 192, 2)];
  const images = scenes.map(({ image }) => image);
  const targets = scenes.map(({ target }) => target);
  write("weights.safetensors", saveSafetensors(exportWeights(model), {}));
  scenes.forEach(({ image, target }, index) => {
    write(`pixels${index}`, image.pixels);
    write(`masks${index}`, Buffer.concat(target.masks));
  });
  const detections = model.detect(images).map((found, index) => {
    write(`found${index}`, Buffer.concat(found.map(({ mask }) => mask())));
    return found.map(({ boxXyxyPx, label, score }) => ({ boxXyxyPx, label, score }));
  });
  const { losses, gradients } = lossesAndGradients(tf, model, images, targets);
  write("gradients.safetensors", saveSafetensors(gradients, {}));
  const sizes = images.map(({ heightPx, widthPx }) => [heightPx, widthPx]);
  const truths = targets.map(({ boxesXyxyPx, labels }) => ({ boxes: [...boxesXyxyPx], labels: [...labels] }));
  write("report.json", JSON.stringify({ architecture, sizes, truths, detections, losses }));
  model.dispose();
  const script = fileURLToPath(new URL("./torchvision/compare.py", import.meta.url));
  process.exitCode = spawnSync(python, [script, folder], { stdio: "inherit" }).status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function write(/** @type {string} */ name, /** @type {string | Uint8Array} */ bytes) {
  writeFileSync(path.join(folder, name), bytes);
}

/** Fresh predictors say nearly the same everywhere; larger weights set their scores apart. */
function separateScores(/** @type {MaskRcnn} */ model) {
  for (const [name, variable] of model.parameters()) {
    if (/(cls_logits|cls_score)\.weight$/.test(name)) {
      model.setParameter(
        name,
        /** @type {Float32Array} */ (variable.dataSync()).map((value) => value * 3),
      );
    }
  }
}

/** Frozen norms that are the identity let the features of fresh bottlenecks grow from block to block. */
function quietenFrozenNorms(/** @type {MaskRcnn} */ model) {
  if (configuration.backbone.norm !== "frozen") return;
  for (const [name, variable] of model.parameters()) {
    if (/\.(bn\d|downsample\.1)\.weight$/.test(name))
      model.setParameter(name, new Float32Array(variable.size).fill(0.5));
  }
}

function boxesOnNoise(/** @type {number} */ widthPx, /** @type {number} */ heightPx, /** @type {number} */ seed) {
  const random = createRandom(seed);
  const pixels = Uint8Array.from({ length: widthPx * heightPx * 3 }, () => 80 + random.uniform() * 90);
  const boxes = [];
  const masks = [];
  const labels = [];
  for (let object = 0; object < 4; object++) {
    const width = Math.floor(20 + random.uniform() * 70);
    const height = Math.floor(20 + random.uniform() * 50);
    const left = Math.floor(random.uniform() * (widthPx - width));
    const top = Math.floor(random.uniform() * (heightPx - height));
    const label = 1 + (object % 2);
    const mask = new Uint8Array(widthPx * heightPx);
    for (let y = top; y < top + height; y++) {
      for (let x = left; x < left + width; x++) {
        mask[y * widthPx + x] = 1;
        pixels.set(label === 1 ? [220, 40, 40] : [30, 60, 200], (y * widthPx + x) * 3);
      }
    }
    boxes.push(left, top, left + width, top + height);
    masks.push(mask);
    labels.push(label);
  }
  return {
    image: { pixels, heightPx, widthPx },
    target: { boxesXyxyPx: Float32Array.from(boxes), labels: Int32Array.from(labels), masks },
  };
}

function lossesAndGradients(tf, model, images, targets) {
  const trained = [...model.parameters()].filter(([, variable]) => variable.trainable);
  const losses = {};
  const { grads } = tf.variableGrads(
    () => {
      const terms = model.losses(images, targets, createRandom(1));
      for (const name of lossNames) losses[name] = terms[name].dataSync()[0];
      return tf.addN(lossNames.map((name) => terms[name]));
    },
    trained.map(([, variable]) => variable),
  );
  const gradients = new Map(
    trained.map(([name, variable]) => {
      const values = toTorchLayout(model.specs.get(name), grads[variable.name].dataSync());
      return [name, { shape: [variable.size], values }];
    }),
  );
  return { losses, gradients };
}

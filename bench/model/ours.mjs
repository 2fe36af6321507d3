// Our side of bench/model.mjs: prints one line of JSON.
import { readFileSync } from "node:fs";
import path from "node:path";
import {
  createTrainStep,
  importWeights,
  listenToStages,
  loadEngine,
  loadSafetensors,
  MaskRcnn,
} from "../../packages/model/dist/index.js";
import { configurationOf } from "./configurationOf.mjs";
import { median } from "./median.mjs";
import { StageTimes } from "./stageTimes.mjs";

const folder = process.argv[2];
const settings = JSON.parse(readFileSync(path.join(folder, "settings.json"), "utf8"));
const { heightPx, widthPx, repeats } = settings;
const { tf } = await loadEngine({ intraOpThreads: settings.threads });
const model = MaskRcnn.create(tf, configurationOf(settings), 1);
importWeights(model, loadSafetensors(readFileSync(path.join(folder, "weights.safetensors"))).arrays);
const pixels = new Uint8Array(readFileSync(path.join(folder, "pixels")));
const image = { pixels, heightPx, widthPx };
const target = {
  boxesXyxyPx: Float32Array.from(settings.objects.flatMap((/** @type {number[]} */ object) => object.slice(0, 4))),
  labels: Int32Array.from(settings.objects.map((/** @type {number[]} */ object) => object[4])),
  masks: settings.objects.map((/** @type {number[]} */ [x1, y1, x2, y2]) => {
    const mask = new Uint8Array(heightPx * widthPx);
    for (let y = y1; y < y2; y++) mask.fill(1, y * widthPx + x1, y * widthPx + x2);
    return mask;
  }),
};

const readyMib = process.resourceUsage().maxRSS / 1024;

const stageTimes = settings.breakdown ? new StageTimes() : null;
listenToStages(stageTimes?.listener ?? null);

let detections = 0;
const infer = timed(() => {
  const [found] = model.detect([image]);
  detections = found.length;
  const pasting = performance.now();
  const pastingCpu = process.cpuUsage();
  for (const { mask } of found) mask();
  stageTimes?.add("mask pasting", pasting, pastingCpu);
});
const trainStep = createTrainStep(tf, model, {
  learningRate: 1e-5,
  momentum: 0.9,
  weightDecay: 5e-4,
  gradientClipNorm: null,
  warmupSteps: 0,
  warmupFactor: 1,
  schedule: "constant",
  totalSteps: 1000,
});
let step = 0;
let loss = 0;
const train = timed(() => {
  const { totalLoss } = trainStep.step([image], [target], { step, seed: 1 });
  if (step === 0) loss = totalLoss;
  step++;
});
console.log(
  JSON.stringify({
    infer_s: infer.wallS,
    infer_cpu_s: infer.cpuS,
    train_s: train.wallS,
    train_cpu_s: train.cpuS,
    train_peak_mib: process.resourceUsage().maxRSS / 1024,
    ready_mib: readyMib,
    detections,
    loss,
    infer_stages: infer.stages,
    train_stages: train.stages,
  }),
);

/** A GPU runs behind the calls, in their order: a value that it computes last is there when all the others are. */
function waitForDevice() {
  tf.tidy(() => tf.square(tf.scalar(1)).dataSync());
}

function timed(/** @type {() => void} */ run) {
  const walls = [];
  const processorTimes = [];
  for (let repeat = -2; repeat < repeats; repeat++) {
    const cpu = process.cpuUsage();
    const start = performance.now();
    run();
    waitForDevice();
    const { user, system } = process.cpuUsage(cpu);
    stageTimes?.endRepeat({
      counts: repeat >= 0,
      wallS: (performance.now() - start) / 1000,
      cpuS: (user + system) / 1e6,
    });
    if (repeat < 0) continue;
    walls.push((performance.now() - start) / 1000);
    processorTimes.push((user + system) / 1e6);
  }
  return { wallS: median(walls), cpuS: median(processorTimes), stages: stageTimes?.takeMedians() };
}

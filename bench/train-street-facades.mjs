// MiniNet on real photographs, with the trainer's own loop (worker threads, optimizer, checkpoints) and no database:
// does the loss fall, how long is a step, how long does it wait for images, what memory does it take, do tensors leak,
// and what does it cost that each image's own losses are kept?
//
//   npm run bench -- train-street-facades [--steps 200] [--min-size 480] [--max-size 480] [--batch 2] [--set key=value ...] [--data FOLDER] [--json]
//
// The default data are the street-facades samples beside the checkout; any folder of COCO exports with images will do.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { loadEngine } from "../packages/model/dist/index.js";
import { BlobStore, resolveConfiguration } from "../packages/store/dist/index.js";
import { putCocoManifest } from "./training/cocoManifest.mjs";
import { measureImageLossCost } from "./training/imageLossCost.mjs";
import { trainWithoutDatabase } from "./training/trainWithoutDatabase.mjs";

const { values: options } = parseArgs({
  options: {
    data: {
      type: "string",
      default: fileURLToPath(new URL("../../shared/samples/street-facades-coco", import.meta.url)),
    },
    steps: { type: "string", default: "200" },
    "min-size": { type: "string", default: "480" },
    "max-size": { type: "string", default: "480" },
    batch: { type: "string", default: "2" },
    set: { type: "string", multiple: true, default: [] },
    json: { type: "boolean", default: false },
  },
});
const steps = Number(options.steps);
const folder = mkdtempSync(path.join(tmpdir(), "maskyard-bench-"));

try {
  const blobs = new BlobStore(folder);
  const { manifestSha256, imageCounts, annotationCount } = await putCocoManifest(options.data, blobs, () => "train");
  const { configuration } = resolveConfiguration("MININET", "scratch", {
    maxSteps: steps,
    epochs: 100_000,
    warmupSteps: Math.min(100, steps),
    minSizePx: Number(options["min-size"]),
    maxSizePx: Number(options["max-size"]),
    batchSize: Number(options.batch),
    checkpointEverySteps: null,
    evaluateEveryEpochs: 100_000,
    ...Object.fromEntries(
      options.set.map((pair) => pair.split(/=(.*)/s).slice(0, 2)).map(([key, value]) => [key, JSON.parse(value)]),
    ),
  });
  const measured = await measure(manifestSha256, configuration);
  const { tf } = await loadEngine();
  const imageLossMs = await measureImageLossCost({ tf, configuration, messages: measured.imageLosses, steps });
  report({ ...measured, imageLossMs }, imageCounts.train, annotationCount, configuration);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Trains, and keeps what was reported. */
async function measure(manifestSha256, configuration) {
  const series = new Map();
  const imageLosses = [];
  const tensorCounts = [];
  await trainWithoutDatabase({
    recipe: "MININET",
    configuration,
    manifestSha256,
    blobDirectory: folder,
    onMessage(message) {
      if (message.type === "points") {
        for (const { series: name, value } of message.points) series.set(name, [...(series.get(name) ?? []), value]);
      }
      if (message.type === "imageLosses") imageLosses.push(message.losses);
      if (message.type === "log" && !options.json) for (const { text } of message.lines) console.log(text);
    },
    onStep: ({ engine }) => tensorCounts.push(engine.tf.memory().numTensors),
  });
  return { series, tensorCounts, imageLosses };
}

function report({ series, tensorCounts, imageLossMs }, imageCount, annotationCount, configuration) {
  const loss = series.get("loss");
  const edge = Math.min(20, Math.floor(steps / 2));
  const mean = (list) => list.reduce((sum, value) => sum + value, 0) / list.length;
  const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
  // The first steps allocate; they are not the pace.
  const settled = (name) => series.get(name).slice(Math.min(5, steps - 1));
  const result = {
    images: imageCount,
    annotations: annotationCount,
    steps: loss.length,
    batchSize: configuration.batchSize,
    minSizePx: configuration.minSizePx,
    maxSizePx: configuration.maxSizePx,
    meanLossOfFirstSteps: mean(loss.slice(0, edge)),
    meanLossOfLastSteps: mean(loss.slice(-edge)),
    edgeSteps: edge,
    lossFalls: mean(loss.slice(-edge)) < mean(loss.slice(0, edge)),
    medianStepMs: median(settled("step_ms")),
    meanStepMs: mean(settled("step_ms")),
    dataWaitFraction: mean(settled("data_wait_ms")) / (mean(settled("data_wait_ms")) + mean(settled("step_ms"))),
    peakRssMib: process.resourceUsage().maxRSS / 1024,
    imageLossMs,
    imageLossFraction: (imageLossMs.computing + imageLossMs.sending + imageLossMs.storing) / median(settled("step_ms")),
    tensors: [...new Set(tensorCounts.slice(1))],
  };
  if (options.json) return void console.log(JSON.stringify(result));
  console.log(`
${result.images} photographs, ${result.annotations} annotations, ${result.steps} steps of ${result.batchSize} at ${result.minSizePx} to ${result.maxSizePx} px
loss           ${result.meanLossOfFirstSteps.toFixed(3)} (mean of the first ${edge}) -> ${result.meanLossOfLastSteps.toFixed(3)} (of the last ${edge})
step           ${result.medianStepMs.toFixed(0)} ms median, ${result.meanStepMs.toFixed(0)} ms mean
waiting        ${(100 * result.dataWaitFraction).toFixed(2)} % of the time for images
own losses     ${(100 * result.imageLossFraction).toFixed(2)} % of a step: ${imageLossMs.computing.toFixed(2)} ms to compute, ${imageLossMs.sending.toFixed(2)} ms to send, ${imageLossMs.storing.toFixed(2)} ms to store
peak memory    ${result.peakRssMib.toFixed(0)} MiB
tensors        ${result.tensors.length === 1 ? `${result.tensors[0]} after every step from the second on` : `changing: ${result.tensors.join(", ")}`}`);
}

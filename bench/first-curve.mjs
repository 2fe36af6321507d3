// What a newcomer sees first: a preset trained on the demo scenes (or photographs) with the trainer's own loop and no database.
// How good are the masks after how many minutes, evaluations included, and does the loss plainly fall?
//
//   npm run bench -- first-curve [--preset demo] [--seeds 1,2,3] [--minutes 10] [--set key=value ...] [--data FOLDER --by-photograph]
//                                [--cells FILE] [--busy]
//
// A seed takes minutes: what is finished is kept in --cells, and a later call trains only what is missing. A machine that does
// something else gives the same numbers by step (a run follows from its seed), but not by minute: it is refused without --busy.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { writeCampusDataset } from "../packages/scenes/dist/index.js";
import { BlobStore, resolveConfiguration } from "../packages/store/dist/index.js";
import { putCocoManifest } from "./training/cocoManifest.mjs";
import { trainWithoutDatabase } from "./training/trainWithoutDatabase.mjs";

const { values: options } = parseArgs({
  options: {
    preset: { type: "string", default: "demo" },
    seeds: { type: "string", default: "1" },
    minutes: { type: "string", default: "10" },
    set: { type: "string", multiple: true, default: [] },
    data: { type: "string" },
    "by-photograph": { type: "boolean", default: false },
    cells: { type: "string", default: path.join(tmpdir(), "maskyard-first-curve.json") },
    busy: { type: "boolean", default: false },
  },
});

const [load = 0] = loadavg();
console.log(`load ${load.toFixed(2)}`);
if (load > 0.7 && !options.busy) {
  console.error(
    "The machine is busy: minutes would mean nothing. Wait until its load is below 0.7, or give --busy for figures by step alone.",
  );
  process.exit(1);
}

const overrides = Object.fromEntries(
  options.set.map((pair) => pair.split(/=(.*)/s).slice(0, 2)).map(([key, value]) => [key, parseValue(value)]),
);
const cells = existsSync(options.cells) ? JSON.parse(readFileSync(options.cells, "utf8")) : {};

for (const seed of options.seeds.split(",").map(Number)) {
  const { configuration } = resolveConfiguration("MININET", options.preset, { ...overrides, seed });
  const name = JSON.stringify({ data: options.data ?? "demo", busy: options.busy, configuration });
  if (!cells[name]) {
    cells[name] = await train(configuration);
    writeFileSync(options.cells, JSON.stringify(cells, null, 1));
  }
  print(seed, cells[name]);
}

function parseValue(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The tiles of one photograph stand on one side: their names are alike up to "_scaled_". Every fourth photograph is held out. */
function subsetOfTile(imagePath) {
  const photograph = path.basename(imagePath).split("_scaled_")[0];
  let hash = 0;
  for (const character of photograph) hash = (hash * 31 + character.charCodeAt(0)) % 1_000_003;
  return hash % 4 === 0 ? "val" : "train";
}

async function train(configuration) {
  const folder = mkdtempSync(path.join(tmpdir(), "maskyard-bench-"));
  try {
    let data = options.data;
    if (data === undefined) {
      data = path.join(folder, "scenes");
      await writeCampusDataset({ directory: data });
    }
    const blobs = new BlobStore(path.join(folder, "blobs"));
    const subsetOf = options["by-photograph"]
      ? subsetOfTile
      : (imagePath) => (/(^|\/)val/.test(imagePath) ? "val" : "train");
    const { manifestSha256, imageCounts } = await putCocoManifest(data, blobs, subsetOf);
    const losses = [];
    const stepMs = [];
    const evaluations = [];
    const startedMs = performance.now();
    const cpuAtStart = process.cpuUsage();
    await trainWithoutDatabase({
      recipe: "MININET",
      configuration,
      manifestSha256,
      blobDirectory: path.join(folder, "blobs"),
      onMessage(message) {
        if (message.type === "points") {
          for (const { series, value } of message.points) {
            if (series === "loss") losses.push(value);
            if (series === "step_ms") stepMs.push(value);
          }
        }
        if (message.type !== "evaluation") return;
        const { user, system } = process.cpuUsage(cpuAtStart);
        /** @type {any} */
        const metrics = message.metrics;
        const evaluation = {
          step: message.step,
          minutes: (performance.now() - startedMs) / 60_000,
          cpuMinutes: (user + system) / 60e6,
          maskAp: metrics.segm.AP,
          maskAp50: metrics.segm.AP50,
          boxAp: metrics.bbox.AP,
        };
        evaluations.push(evaluation);
        console.log(describe(evaluation));
      },
    });
    const warm = losses.slice(configuration.warmupSteps);
    const mean = (list) => list.reduce((sum, value) => sum + value, 0) / list.length;
    const first = mean(warm.slice(0, Math.ceil(warm.length / 5)));
    const last = mean(losses.slice(-Math.ceil(losses.length / 10)));
    stepMs.sort((a, b) => a - b);
    return {
      imageCounts,
      steps: losses.length,
      minutes: (performance.now() - startedMs) / 60_000,
      medianStepMs: stepMs[stepMs.length >> 1],
      peakRssMib: process.resourceUsage().maxRSS / 1024,
      lossOfFirstFifth: first,
      lossOfLastTenth: last,
      evaluations,
      overrides,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function describe({ step, minutes, cpuMinutes, maskAp, maskAp50, boxAp }) {
  return `  step ${step}, ${minutes.toFixed(2)} min (CPU ${cpuMinutes.toFixed(2)}): mask AP50 ${maskAp50.toFixed(3)}, AP ${maskAp.toFixed(3)}; box AP ${boxAp.toFixed(3)}`;
}

function print(seed, cell) {
  const within = cell.evaluations.filter(({ minutes }) => minutes <= Number(options.minutes));
  const best = (key) => Math.max(...within.map((evaluation) => evaluation[key])).toFixed(3);
  console.log(
    `seed ${seed}: ${cell.steps} steps of ${cell.medianStepMs.toFixed(0)} ms, ${cell.minutes.toFixed(1)} minutes, peak ${cell.peakRssMib.toFixed(0)} MiB, images ${cell.imageCounts.train} + ${cell.imageCounts.val}`,
  );
  for (const evaluation of cell.evaluations) console.log(describe(evaluation));
  if (within.length > 0)
    console.log(`  best within ${options.minutes} min: mask AP50 ${best("maskAp50")}, AP ${best("maskAp")}`);
  console.log(
    `  loss ${cell.lossOfFirstFifth.toFixed(3)} (first fifth after warm-up) -> ${cell.lossOfLastTenth.toFixed(3)} (last tenth): ${(cell.lossOfLastTenth / cell.lossOfFirstFifth).toFixed(2)}`,
  );
}

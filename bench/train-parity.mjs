// MiniNet trained here and in torchvision's parts: the same initial weights, images, order and settings, 600 steps of AdamW on the demo scenes,
// for several seeds; then mean AP of both. Anchors and regions are sampled at random on each side.
// Needs a Python with torch 2.15, torchvision 0.29 and pycocotools 2.0.11 in an environment of its own:
//   npm run bench -- train-parity path/to/venv/bin/python [--steps 600] [--seeds 3] [--folder KEPT]
// With --folder what is finished is kept and not done again.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { evaluateCocoFiles } from "../packages/annotations/dist/index.js";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    steps: { type: "string", default: "600" },
    seeds: { type: "string", default: "3" },
    folder: { type: "string" },
  },
});
const [python] = positionals;
if (python === undefined) {
  console.error("Usage: npm run bench -- train-parity path/to/python [--steps 600] [--seeds 3] [--folder KEPT]");
  process.exit(2);
}
const script = (/** @type {string} */ name) => fileURLToPath(new URL(`./train-parity/${name}`, import.meta.url));
const folder = values.folder ?? mkdtempSync(path.join(tmpdir(), "maskyard-bench-train-parity-"));
mkdirSync(folder, { recursive: true });
try {
  if (!existsSync(path.join(folder, "data.json"))) run(process.execPath, script("prepare.mjs"), folder);
  /** @type {{ours: number, torchvision: number}[]} */
  const pairs = [];
  for (let seed = 1; seed <= Number(values.seeds); seed++) {
    const settings = [folder, String(seed), values.steps];
    if (!existsSync(path.join(folder, `ours-${seed}.json`))) run(process.execPath, script("ours.mjs"), ...settings);
    if (!existsSync(path.join(folder, `torchvision-${seed}.json`)))
      run(python, script("torchvision_training.py"), ...settings);
    const [ours, torchvision] = [await meanAp(`ours-${seed}.json`), await meanAp(`torchvision-${seed}.json`)];
    pairs.push({ ours, torchvision });
    console.log(`seed ${seed}: mask AP ${percent(ours)} here, ${percent(torchvision)} in torchvision`);
  }
  report(pairs);
} finally {
  if (values.folder === undefined) rmSync(folder, { recursive: true, force: true });
}

function run(/** @type {string} */ command, /** @type {string[]} */ ...args) {
  const { status } = spawnSync(command, args, { stdio: "inherit" });
  if (status !== 0) throw new Error(`${path.basename(args[0] ?? "")} ended with ${status}`);
}

async function meanAp(/** @type {string} */ results) {
  const file = (/** @type {string} */ name) => ({
    path: name,
    text: async () => readFileSync(path.join(folder, name), "utf8"),
  });
  return (await evaluateCocoFiles({ groundTruth: file("gt.json"), results: file(results), iouType: "segm" })).AP;
}

function report(/** @type {{ours: number, torchvision: number}[]} */ pairs) {
  const mean = (/** @type {number[]} */ list) => list.reduce((sum, value) => sum + value, 0) / list.length;
  const variance = (/** @type {number[]} */ list) =>
    list.reduce((sum, value) => sum + (value - mean(list)) ** 2, 0) / (list.length - 1);
  const [ours, torchvision] = [pairs.map((pair) => pair.ours), pairs.map((pair) => pair.torchvision)];
  const standardError = Math.sqrt((variance(ours) + variance(torchvision)) / pairs.length);
  const difference = mean(ours) - mean(torchvision);
  const allowed = Math.max(0.02, 2 * standardError);
  console.log(
    `mean mask AP ${percent(mean(ours))} here, ${percent(mean(torchvision))} in torchvision: difference ${percent(difference)}, ` +
      `standard error ${percent(standardError)}, allowed ${percent(allowed)}: ${Math.abs(difference) <= allowed ? "within" : "NOT within"}`,
  );
}

function percent(/** @type {number} */ value) {
  return (100 * value).toFixed(2);
}

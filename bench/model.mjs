// A training step and an inference of ours and of torchvision, in one run: the same machine, threads, weights, image and
// objects, each side in a process of its own so that its peak memory is its own.
//   npm run bench -- model path/to/venv/bin/python [--size 512x512] [--architecture maskrcnn_resnet50_fpn|mininet] [--repeats 7] [--breakdown]
// Needs a Python with torch 2.15 and torchvision 0.29 in an environment of its own. Where our engine is the one for CUDA, torch computes on the
// GPU too; both sides wait for it before a time is taken.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { detectEngineKind } from "../packages/model/engine/engineLayout.mjs";
import { printStages } from "./model/printStages.mjs";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    size: { type: "string", default: "512x512" },
    architecture: { type: "string", default: "maskrcnn_resnet50_fpn" },
    repeats: { type: "string", default: "7" },
    breakdown: { type: "boolean", default: false },
  },
});
const [python] = positionals;
const [heightPx, widthPx] = options.size.split("x").map(Number);
if (python === undefined || !(heightPx > 0) || !(widthPx > 0)) {
  console.error(
    "Usage: npm run bench -- model path/to/python [--size HEIGHTxWIDTH] [--architecture NAME] [--repeats N] [--breakdown]",
  );
  process.exit(2);
}

const folder = mkdtempSync(path.join(tmpdir(), "maskyard-bench-model-"));
try {
  const settings = {
    architecture: options.architecture,
    heightPx,
    widthPx,
    repeats: Number(options.repeats),
    breakdown: options.breakdown,
    threads: availableParallelism(),
    device: detectEngineKind(),
    objects: [
      [40, 50, 160, 170, 1],
      [200, 60, 330, 120, 2],
      [20, 260, 90, 420, 1],
      [150, 220, 300, 380, 2],
      [330, 300, 470, 460, 1],
      [400, 30, 500, 110, 2],
      [220, 420, 280, 490, 1],
      [350, 180, 420, 250, 2],
    ],
  };
  writeFileSync(path.join(folder, "settings.json"), JSON.stringify(settings));
  measure(process.execPath, fileURLToPath(new URL("./model/prepare.mjs", import.meta.url)));
  const ours = measure(process.execPath, fileURLToPath(new URL("./model/ours.mjs", import.meta.url)));
  const theirs = measure(python, fileURLToPath(new URL("./model/torchvision_timing.py", import.meta.url)));
  console.log(
    `${options.architecture}, ${options.size}, batch 1, ${settings.device}, ${settings.threads} threads, median of ${options.repeats}`,
  );
  for (const key of ["train_s", "train_cpu_s", "infer_s", "infer_cpu_s", "train_peak_mib"]) {
    console.log(
      `${key.padEnd(16)} ours ${ours[key].toFixed(3).padStart(9)}  torchvision ${theirs[key].toFixed(3).padStart(9)}  ` +
        `ratio ${(ours[key] / theirs[key]).toFixed(2)}`,
    );
  }
  console.log(`ready at         ours ${ours.ready_mib.toFixed(0)} MiB, before the first inference`);
  console.log(`detections       ours ${ours.detections}  torchvision ${theirs.detections}`);
  console.log(
    `loss             ours ${ours.loss.toFixed(5)}  torchvision ${theirs.loss.toFixed(5)} (first step; regions are drawn at random)`,
  );
  if (options.breakdown) {
    printStages("training step", ours.train_stages, theirs.train_stages);
    printStages("inference", ours.infer_stages, theirs.infer_stages);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function measure(/** @type {string} */ program, /** @type {string} */ script) {
  const { status, stdout, stderr } = spawnSync(program, [script, folder], { encoding: "utf8", maxBuffer: 2 ** 26 });
  if (status !== 0) throw new Error(`${script} ended with ${status}: ${stderr}`);
  return JSON.parse(stdout.trim().split("\n").at(-1) || "{}");
}

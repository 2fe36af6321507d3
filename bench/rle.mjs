// 100,000 run-length encodes and decodes of 640 x 480 masks here and in pycocotools, on the same 1,000 masks, in CPU seconds.
// Needs a Python with pycocotools 2.0.11 in an environment of its own:
//   npm run bench -- rle path/to/venv/bin/python [rounds]
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import {
  maskColumnMajorFromRle,
  maskRowMajorFromRle,
  rleFromMaskColumnMajor,
  rleFromMaskRowMajor,
  rleFromRuns,
  runsFromRing,
  SeededRandom,
} from "../packages/annotations/dist/index.js";

const python = process.argv[2];
if (python === undefined) {
  console.error("Usage: npm run bench -- rle path/to/python");
  process.exit(2);
}
const widthPx = 640;
const heightPx = 480;
// 100 rounds are 100,000 of each; give fewer for a quick look.
const rounds = Number(process.argv[3] ?? 100);
const random = new SeededRandom(1);
const uniform = (/** @type {number} */ from, /** @type {number} */ to) => from + random.nextFloat() * (to - from);
const rles = Array.from({ length: 1000 }, () => rleFromRuns(runsFromRing(blob(), heightPx, widthPx)));
const columnMajor = rles.map(maskColumnMajorFromRle);
const rowMajor = rles.map(maskRowMajorFromRle);

/** A ring of 24 points, 40 to 400 px across. */
function blob() {
  const [x, y, radius] = [uniform(50, 590), uniform(50, 430), uniform(20, 200)];
  return Array.from({ length: 24 }, (_, index) => {
    const angle = (index / 24) * 2 * Math.PI;
    const reach = radius * uniform(0.7, 1);
    return [x + reach * Math.cos(angle), y + reach * Math.sin(angle)];
  }).flat();
}

/** CPU seconds of `work` on every mask, `rounds` times. @param {(index: number) => unknown} work */
function measure(work) {
  for (let i = 0; i < rles.length; i++) work(i);
  const start = process.cpuUsage();
  for (let round = 0; round < rounds; round++) for (let i = 0; i < rles.length; i++) work(i);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

const ours = {
  "encode, columns in a row (pycocotools' order)": measure((i) =>
    rleFromMaskColumnMajor(columnMajor[i] ?? [], heightPx, widthPx),
  ),
  "encode, rows in a row": measure((i) => rleFromMaskRowMajor(rowMajor[i] ?? [], heightPx, widthPx)),
  "decode to columns": measure((i) => maskColumnMajorFromRle(/** @type {any} */ (rles[i]))),
  "decode to rows": measure((i) => maskRowMajorFromRle(/** @type {any} */ (rles[i]))),
};
const folder = mkdtempSync(path.join(tmpdir(), "maskyard-bench-rle-"));
try {
  writeFileSync(path.join(folder, "rles.json"), JSON.stringify(rles));
  const script = fileURLToPath(new URL("./pycocotools_rle_timing.py", import.meta.url));
  const { stdout, status } = spawnSync(python, [script, path.join(folder, "rles.json"), String(rounds)], {
    stdio: ["ignore", "pipe", "inherit"],
    encoding: "utf8",
  });
  if (status !== 0) process.exit(status ?? 1);
  /** @type {{ encode: number, encodeRows: number, decode: number }} */
  const theirs = JSON.parse(stdout);
  for (const [name, seconds] of Object.entries(ours)) {
    const other = name.startsWith("decode") ? theirs.decode : name.includes("rows") ? theirs.encodeRows : theirs.encode;
    console.log(
      `${name.padEnd(46)} ${seconds.toFixed(2)} s, pycocotools ${other.toFixed(2)} s: ${(seconds / other).toFixed(2)} times`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

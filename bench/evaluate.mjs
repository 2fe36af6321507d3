// COCO evaluation here, in pycocotools and in faster-coco-eval (where installed), in one run on the same files: 2,000 images of 7 objects and 35 detections, 80 classes.
// Needs a Python with pycocotools 2.0.11 in an environment of its own:
//   npm run bench -- evaluate path/to/venv/bin/python
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { evaluateCocoFiles, runsFromRing, runsToString, SeededRandom } from "../packages/annotations/dist/index.js";

const python = process.argv[2];
if (python === undefined) {
  console.error("Usage: npm run bench -- evaluate path/to/python");
  process.exit(2);
}
const widthPx = 640;
const heightPx = 480;
const classCount = 80;
const random = new SeededRandom(1);
const uniform = (/** @type {number} */ from, /** @type {number} */ to) => from + random.nextFloat() * (to - from);
const anyClass = () => 1 + random.nextInt(classCount);

const folder = mkdtempSync(path.join(tmpdir(), "maskyard-bench-evaluate-"));
try {
  const file = drawFiles();
  for (const iouType of /** @type {const} */ (["bbox", "segm"])) {
    const cpu = process.cpuUsage();
    const start = performance.now();
    const result = await evaluateCocoFiles({ groundTruth: file("gt.json"), results: file("dt.json"), iouType });
    const { user, system } = process.cpuUsage(cpu);
    const wallS = (performance.now() - start) / 1000;
    console.log(
      `${iouType} ${"ours".padEnd(16)} ${wallS.toFixed(2)} s, CPU ${((user + system) / 1e6).toFixed(2)} s, AP ${result.AP}`,
    );
  }
  const script = fileURLToPath(new URL("./pycocotools_timing.py", import.meta.url));
  process.exitCode = spawnSync(python, [script, folder], { stdio: "inherit" }).status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function drawFiles() {
  const images = [];
  const annotations = [];
  const results = [];
  for (let image = 1; image <= 2000; image++) {
    images.push({ id: image, width: widthPx, height: heightPx, file_name: `${image}.jpg` });
    for (let object = 0; object < 7; object++) {
      const box = [uniform(0, 500), uniform(0, 380), uniform(20, 140), uniform(20, 100)];
      const category = anyClass();
      const ring = blob(box);
      const segmentation = [ring];
      annotations.push({
        id: annotations.length + 1,
        image_id: image,
        category_id: category,
        bbox: box,
        area: box[2] * box[3] * 0.7,
        iscrowd: 0,
        segmentation,
      });
      for (let detection = 0; detection < 5; detection++) {
        const moved = [box[0] + uniform(-5, 5), box[1] + uniform(-5, 5), box[2], box[3]];
        const counts = runsToString(runsFromRing(blob(moved), heightPx, widthPx).counts);
        const label = detection < 2 ? category : anyClass();
        const mask = { size: [heightPx, widthPx], counts };
        results.push({
          image_id: image,
          category_id: label,
          bbox: moved,
          score: random.nextFloat(),
          segmentation: mask,
        });
      }
    }
  }
  const categories = Array.from({ length: classCount }, (_, index) => ({ id: index + 1, name: `class ${index + 1}` }));
  writeFileSync(path.join(folder, "gt.json"), JSON.stringify({ images, annotations, categories }));
  writeFileSync(path.join(folder, "dt.json"), JSON.stringify(results));
  return (/** @type {string} */ name) => ({
    path: name,
    text: async () => readFileSync(path.join(folder, name), "utf8"),
  });
}

/** A ring of 24 points around the middle of a box. */
function blob(/** @type {number[]} */ [x, y, width, height]) {
  return Array.from({ length: 24 }, (_, index) => {
    const angle = (index / 24) * 2 * Math.PI;
    const reach = uniform(0.4, 0.5);
    return [x + width * (0.5 + Math.cos(angle) * reach), y + height * (0.5 + Math.sin(angle) * reach)];
  }).flat();
}

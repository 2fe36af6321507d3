// A generated COCO file read as a whole string by JSON.parse and in pieces, each in a process of its own: CPU seconds and peak
// memory of the bare values, then of the common document. `npm run bench -- json [MiB]`; beyond 512 MiB no string can hold the file.
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { SeededRandom } from "../packages/annotations/dist/index.js";

const mebibytes = Number(process.argv[2] ?? 500);
const folder = mkdtempSync(path.join(tmpdir(), "maskyard-bench-json-"));
try {
  const file = path.join(folder, "instances.json");
  const annotations = await writeCoco(file, mebibytes * 1024 ** 2);
  console.log(`${(statSync(file).size / 1024 ** 2).toFixed(0)} MiB, ${annotations} polygons of 30 points`);
  for (const what of ["bytes", "values", "document"]) {
    for (const how of ["whole", "pieces"]) measure(what, how, file);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** @param {string} what @param {string} how @param {string} file */
function measure(what, how, file) {
  const script = fileURLToPath(new URL("./json/readOnce.mjs", import.meta.url));
  const { stdout, status, stderr } = spawnSync(
    process.execPath,
    ["--max-old-space-size=16000", script, what, how, file],
    { encoding: "utf8" },
  );
  const label = `${what.padEnd(8)} ${how.padEnd(6)}`;
  if (status !== 0) {
    console.log(`${label} fails: ${/^.*Error.*$/m.exec(stderr)?.[0] ?? stderr.slice(0, 200)}`);
    return;
  }
  const { count, cpuSeconds, wallSeconds, peakMiB } = JSON.parse(stdout);
  console.log(
    `${label} ${count} records, ${cpuSeconds.toFixed(1)} s CPU, ${wallSeconds.toFixed(1)} s, ${peakMiB.toFixed(0)} MiB at its peak`,
  );
}

/** @param {string} file @param {number} bytesWanted @returns {Promise<number>} */
async function writeCoco(file, bytesWanted) {
  const random = new SeededRandom(1);
  const output = createWriteStream(file);
  let bytes = 0;
  const write = async (/** @type {string} */ text) => {
    bytes += text.length;
    if (!output.write(text)) await once(output, "drain");
  };
  const images = 10_000;
  await write('{"info": {"description": "generated"}, "images": [');
  const named = Array.from({ length: images }, (_, id) => ({ id, file_name: `${id}.jpg`, width: 1920, height: 1080 }));
  await write(named.map((image) => JSON.stringify(image)).join(", "));
  await write('], "annotations": [');
  let count = 0;
  for (; bytes < bytesWanted; count++) {
    const [x, y] = [random.nextFloat() * 1800, random.nextFloat() * 1000].map((value) => Math.round(value * 100) / 100);
    const ring = Array.from({ length: 30 }, (_, i) => {
      const angle = (i / 30) * 2 * Math.PI;
      return [x + 40 + 40 * Math.cos(angle), y + 40 + 40 * Math.sin(angle)].map(
        (value) => Math.round(value * 100) / 100,
      );
    }).flat();
    const record = { id: count, image_id: count % images, category_id: 1, iscrowd: 0, segmentation: [ring] };
    await write((count === 0 ? "" : ", ") + JSON.stringify(record));
  }
  await write('], "categories": [{"id": 1, "name": "car"}]}\n');
  output.end();
  await once(output, "finish");
  return count;
}

import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeCampusDataset } from "./dataset/writeCampusDataset.ts";

// Generates the whole demo dataset anew and compares it with the hash that was committed before anything was trained on
// it: `npm run verify-demo -w @maskyard/scenes`.
const directory = await mkdtemp(join(tmpdir(), "maskyard-demo-"));
try {
  const committed = (await readFile(new URL("../demo-content-hash.txt", import.meta.url), "utf8")).trim();
  const started = performance.now();
  const dataset = await writeCampusDataset({ directory });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${dataset.images} images, ${dataset.annotations} annotations in ${seconds} s: ${dataset.contentHash}`);
  if (dataset.contentHash !== committed) {
    console.error(`The committed hash is ${committed}: the scenes are not the ones the demo was measured on.`);
    process.exitCode = 1;
  }
} finally {
  await rm(directory, { recursive: true, force: true });
}

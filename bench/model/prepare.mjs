// What both sides of bench/model.mjs start from, written in a process of its own so that it counts in nobody's peak memory.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { createRandom, exportWeights, loadEngine, MaskRcnn, saveSafetensors } from "../../packages/model/dist/index.js";
import { configurationOf } from "./configurationOf.mjs";

const folder = process.argv[2];
const settings = JSON.parse(readFileSync(path.join(folder, "settings.json"), "utf8"));
const { tf } = await loadEngine();
const model = MaskRcnn.create(tf, configurationOf(settings), 1);
// Frozen norms that are the identity would let the features of a fresh ResNet50 grow from block to block.
for (const [name, variable] of model.parameters()) {
  if (/\.(bn\d|downsample\.1)\.weight$/.test(name)) model.setParameter(name, new Float32Array(variable.size).fill(0.5));
}
writeFileSync(path.join(folder, "weights.safetensors"), saveSafetensors(exportWeights(model), {}));
const random = createRandom(7);
const pixels = Uint8Array.from({ length: settings.heightPx * settings.widthPx * 3 }, () => random.uniform() * 256);
writeFileSync(path.join(folder, "pixels"), pixels);

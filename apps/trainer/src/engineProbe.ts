import { loadEngine } from "@maskyard/model";
import type { EngineDescription } from "./engineDescription.ts";

const { kind, tensorflowVersion } = await loadEngine();
const description: EngineDescription = {
  device: kind === "cuda" ? "GPU" : "CPU",
  version: `TensorFlow ${tensorflowVersion}`,
};
process.send?.(description);

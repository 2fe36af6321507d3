import { loadEngine } from "@maskyard/model";
import type { EngineDescription } from "./engineDescription.ts";

const { device, tensorflowVersion } = await loadEngine();
const description: EngineDescription = { device, version: `TensorFlow ${tensorflowVersion}` };
process.send?.(description);

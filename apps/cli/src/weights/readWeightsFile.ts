import { readFile } from "node:fs/promises";
import { readWeights, type Weights } from "@maskyard/model";

/** The optimizer's tensors in a checkpoint: of use to the run that wrote them alone. */
const OPTIMIZER_PREFIX = "momentum.";

/** A model's tensors from a file of any format that can be read. */
export async function readWeightsFile(path: string): Promise<Weights> {
  const weights = readWeights(await readFile(path));
  const arrays = new Map([...weights.arrays].filter(([name]) => !name.startsWith(OPTIMIZER_PREFIX)));
  return { ...weights, arrays };
}

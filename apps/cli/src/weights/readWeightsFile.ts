import { readFile } from "node:fs/promises";
import { readWeights, type Weights, WeightsFileError } from "@maskyard/model";
import { CliError } from "../errors/CliError.ts";

/** The optimizer's tensors in a checkpoint: of use to the run that wrote them alone. */
const OPTIMIZER_PREFIX = "momentum.";

/** A model's tensors from a file of any format that can be read. */
export async function readWeightsFile(path: string): Promise<Weights> {
  const weights = readNamed(path, await readFile(path));
  const arrays = new Map([...weights.arrays].filter(([name]) => !name.startsWith(OPTIMIZER_PREFIX)));
  return { ...weights, arrays };
}

function readNamed(path: string, bytes: Uint8Array): Weights {
  try {
    return readWeights(bytes);
  } catch (cause) {
    if (!(cause instanceof WeightsFileError)) throw cause;
    throw new CliError("UNREADABLE_WEIGHTS", `${path}: ${cause.message}.`, { cause });
  }
}

import { readFile } from "node:fs/promises";
import { normEpsOf, readWeights, type Weights, WeightsFileError } from "@maskyard/model";
import { CliError } from "../errors/CliError.ts";

/** A checkpoint of format version 1 holds the optimizer's tensors too: of use to the run that wrote them alone. */
const OPTIMIZER_PREFIX = "momentum.";

export interface ReadWeights extends Weights {
  /** Of the norms the weights were made with, where the file tells. */
  readonly normEps: number | null;
}

/** A model's tensors from a file of any format that can be read. */
export async function readWeightsFile(path: string): Promise<ReadWeights> {
  const bytes = await readFile(path);
  const weights = readNamed(path, bytes);
  const arrays = new Map([...weights.arrays].filter(([name]) => !name.startsWith(OPTIMIZER_PREFIX)));
  return { ...weights, arrays, normEps: normEpsOf(weights, bytes) };
}

function readNamed(path: string, bytes: Uint8Array): Weights {
  try {
    return readWeights(bytes);
  } catch (cause) {
    if (!(cause instanceof WeightsFileError)) throw cause;
    const hint = isOtherZip(bytes)
      ? " It is a zip of files and no weights: a model version made of a program's artifacts is opened by that program; who logged it with MLflow opens it with mlflow.pyfunc.load_model."
      : "";
    throw new CliError("UNREADABLE_WEIGHTS", `${path}: ${cause.message}.${hint}`, { cause });
  }
}

/** A zip that torch.save did not write, such as one of a registered model's files. */
function isOtherZip(bytes: Uint8Array): boolean {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return buffer.subarray(0, 2).toString("latin1") === "PK" && !buffer.includes("/data.pkl");
}

import { importWeights, initializeFrom, type MaskRcnn, type TrainStep, WeightsFileError } from "@maskyard/model";
import type { BlobStore } from "@maskyard/store";
import { type ReadCheckpoint, readNewestCheckpoint } from "../checkpoint/readNewestCheckpoint.ts";
import { UserError } from "../failure/userError.ts";
import type { Reporter } from "../link/reporter.ts";
import type { StartMessage } from "../protocol/parentMessages.ts";
import { type InitialWeights, readInitialWeights } from "../weights/readInitialWeights.ts";

/** What a training's first step starts from: the run's own checkpoint, weights made elsewhere, or the seed alone. */
export type StartingPoint =
  | { kind: "checkpoint"; checkpoint: ReadCheckpoint }
  | { kind: "weights"; weights: InitialWeights }
  | { kind: "seed" };

/** @throws UserError when the weights that the run was launched with cannot be read */
export async function readStartingPoint(
  start: StartMessage,
  blobs: BlobStore,
  reporter: Reporter,
): Promise<StartingPoint> {
  const checkpoint = await readNewestCheckpoint(blobs, start.checkpoints, (step, reason) => {
    reporter.log(`the checkpoint after step ${step} cannot be used: ${reason}`, "warn");
  });
  if (checkpoint) return { kind: "checkpoint", checkpoint };
  if (start.initialWeights === null) return { kind: "seed" };
  return { kind: "weights", weights: await readInitialWeights(start.initialWeights, { blobs, ...start }) };
}

/** The norms' eps that the starting weights were made with; null where nothing tells. */
export function weightsNormEps(point: StartingPoint): number | null {
  if (point.kind === "seed") return null;
  return point.kind === "weights" ? point.weights.normEps : point.checkpoint.normEps;
}

/**
 * Puts the starting weights, and a checkpoint's optimizer state, into the model.
 *
 * @throws UserError naming the tensor that does not fit
 */
export function applyStartingPoint(
  point: StartingPoint,
  model: MaskRcnn,
  trainStep: TrainStep,
  reporter: Reporter,
): void {
  if (point.kind === "checkpoint") {
    importWeights(model, point.checkpoint.weights);
    trainStep.importState(point.checkpoint.optimizerState);
  } else if (point.kind === "weights") {
    const { name, format, arrays } = point.weights;
    const { loaded, fresh } = fitted(name, () => initializeFrom(model, arrays));
    reporter.log(
      `started from the weights "${name}" (${format}): ${loaded.length} tensors are theirs, ${fresh.length} start anew; norm eps ${model.configuration.backbone.normEps}`,
    );
  }
}

function fitted<T>(name: string, initialize: () => T): T {
  try {
    return initialize();
  } catch (error) {
    if (error instanceof WeightsFileError)
      throw new UserError(`The initial weights "${name}" do not fit the model: ${error.message}.`);
    throw error;
  }
}

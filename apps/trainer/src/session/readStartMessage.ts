import { type ClaimedRun, type Database, describeSweepStop, LARGEST_STEP, readSweepStop } from "@maskyard/store";
import { z } from "zod";
import { averagePrecisionOf } from "../evaluation/averagePrecisionOf.ts";
import type { StartMessage } from "../protocol/parentMessages.ts";

const recordedMetricsSchema = z.object({ segm: z.object({ AP: z.number() }) });

/** What the training process needs to know: the run as it was claimed, and what is already recorded of it. */
export async function readStartMessage(
  database: Database,
  run: ClaimedRun,
  options: { blobDirectory: string; weightsDirectory: string },
): Promise<StartMessage> {
  const recorded = await database.prisma.run.findUniqueOrThrow({
    where: { id: run.runId },
    select: {
      evaluations: { where: { subset: "VAL" }, select: { step: true, metrics: true }, orderBy: { step: "asc" } },
    },
  });
  const sweepStop = await readSweepStop(database.pool, { runId: run.runId, step: LARGEST_STEP });
  return {
    type: "start",
    runId: run.runId,
    attempt: run.attempt,
    maxAttempts: run.maxAttempts,
    recipe: run.recipe,
    configuration: run.configuration,
    manifestSha256: run.manifestSha256,
    blobDirectory: options.blobDirectory,
    weightsDirectory: options.weightsDirectory,
    initialWeights: run.initialWeights,
    checkpoints: run.checkpoints.map(({ id, step, blobSha256, stateBlobSha256 }) => ({
      id,
      step,
      blobSha256,
      stateBlobSha256,
    })),
    evaluations: recorded.evaluations.map(({ step, metrics }) => ({
      step,
      value: averagePrecisionOf(recordedMetricsSchema.parse(metrics)),
    })),
    sweepStop: sweepStop && { step: sweepStop.step, sentence: describeSweepStop(sweepStop) },
  };
}

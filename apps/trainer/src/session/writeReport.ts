import {
  appendImageLosses,
  appendLog,
  appendPoints,
  type BlobStore,
  describeSweepStop,
  discardCheckpointsAfter,
  pruneCheckpoints,
  type RunLease,
  recordCheckpoint,
  recordEvaluation,
  recordProgress,
  storableText,
  truncateImageLossesAfter,
  truncatePointsAfter,
} from "@maskyard/store";
import type { Pool } from "pg";
import { checkpointFormatVersion } from "../checkpoint/checkpointFormat.ts";
import type { ChildMessage } from "../protocol/childMessages.ts";

export interface ReportTarget {
  pool: Pool;
  blobs: BlobStore;
  lease: RunLease;
  /** Of this trainer; the training process adds its own. */
  provenance: object;
  localDifference: string | null;
}

/**
 * Makes a report durable, under the run's fencing token. Repeating it writes the same again.
 *
 * @returns what the report is acknowledged with: the id of the row it made, for checkpoints; why the run's sweep ends it, for evaluations
 * @throws LeaseLostError when the run is no longer this trainer's
 */
export async function writeReport(target: ReportTarget, message: ChildMessage): Promise<string | undefined> {
  const { pool, blobs, lease } = target;
  switch (message.type) {
    case "started": {
      const { resumedFromStep, epoch, totalSteps, totalEpochs, stepsPerEpoch } = message;
      await truncatePointsAfter(pool, { ...lease, step: resumedFromStep });
      await truncateImageLossesAfter(pool, { ...lease, step: resumedFromStep });
      await discardCheckpointsAfter(pool, blobs, { ...lease, step: resumedFromStep });
      const provenance = { ...target.provenance, ...message.provenance };
      await recordProgress(pool, {
        ...lease,
        step: resumedFromStep,
        epoch,
        totalSteps,
        totalEpochs,
        stepsPerEpoch,
        provenance,
        localDifference: target.localDifference === null ? null : storableText(target.localDifference),
        ...(resumedFromStep > 0 ? { resumedFromStep } : {}),
      });
      return undefined;
    }
    case "points":
      await appendPoints(pool, { ...lease, points: message.points });
      return undefined;
    case "imageLosses":
      await appendImageLosses(pool, { ...lease, losses: message.losses });
      return undefined;
    case "log":
      await appendLog(pool, { ...lease, lines: message.lines });
      return undefined;
    case "progress":
      await recordProgress(pool, { ...lease, step: message.step, epoch: message.epoch });
      return undefined;
    case "checkpoint": {
      const { step, epoch, blob, stateBlob, metrics } = message;
      const { checkpointId } = await recordCheckpoint(pool, blobs, {
        ...lease,
        step,
        epoch,
        blob,
        stateBlob,
        formatVersion: checkpointFormatVersion,
        metrics,
      });
      await pruneCheckpoints(pool, blobs, lease);
      return checkpointId;
    }
    case "evaluation": {
      const { sweepStop } = await recordEvaluation(pool, { ...lease, ...message, subset: "val" });
      // It may have a better one take the place of one that was kept as the best.
      await pruneCheckpoints(pool, blobs, lease);
      return sweepStop ? describeSweepStop(sweepStop) : undefined;
    }
    case "alive":
    case "finished":
    case "failed":
      return undefined;
  }
}

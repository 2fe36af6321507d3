import { z } from "zod";

const FIGURES = ["AP", "AP50", "AP75", "APs", "APm", "APl", "AR1", "AR10", "AR100", "ARs", "ARm", "ARl"] as const;

/** What the best checkpoints can be chosen by: the figures of an evaluation on the validation images, or the loss of the step. */
export const CHECKPOINT_METRICS = [
  ...FIGURES.map((figure) => `val/segm/${figure}` as const),
  ...FIGURES.map((figure) => `val/bbox/${figure}` as const),
  "loss",
] as const;

/** Keys of a run's configuration; a checkpoint is kept while one of them, or somebody who uses it, wants it. */
export const checkpointRetentionShape = {
  /** Newest checkpoints kept. Of two the one before is there, should the newest be torn. */
  keepLastCheckpoints: z.int().min(1).max(10_000).default(2),
  /** Best checkpoints kept, by `checkpointMetric`. */
  keepBestCheckpoints: z.int().min(0).max(10_000).default(1),
  checkpointMetric: z.enum(CHECKPOINT_METRICS).default("val/segm/AP"),
  /** Whether the best has the greatest or the least value. */
  checkpointGoal: z.enum(["max", "min"]).default("max"),
  /** A checkpoint is written, and kept, after every so many steps; null: none for that reason. */
  keepCheckpointsEverySteps: z.int().min(1).max(2_000_000_000).nullable().default(null),
};

const checkpointRetentionSchema = z.object(checkpointRetentionShape);

export type CheckpointRetention = z.infer<typeof checkpointRetentionSchema>;

/** The retention of a stored configuration, also of one that was written before it could be set. */
export function readCheckpointRetention(configuration: unknown): CheckpointRetention {
  return checkpointRetentionSchema.parse(configuration);
}

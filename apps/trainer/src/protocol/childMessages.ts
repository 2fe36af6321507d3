import {
  type ImageLossInput,
  type LogLineInput,
  type PointInput,
  type PredictionInput,
  storableJson,
  storableText,
} from "@maskyard/store";
import { z } from "zod";

const storedBlob = z.object({ sha256: z.string(), bytes: z.number(), mediaType: z.string() });

/** zod's number refuses NaN and the infinities, which a diverging loss has. */
const anyNumber = z.custom<number>((value) => typeof value === "number");
/** What a process says of itself is kept as far as it can be stored: a training never ends because of an odd character in a line. */
const text = z.string().transform(storableText);
const facts = z
  .record(z.string(), z.unknown())
  .transform((value) => storableJson(value).value as Record<string, unknown>);
const sequence = z.number().int().nonnegative();

/**
 * What the training process reports. Each message has a sequence number, is written in that order, and is acknowledged
 * once durable; the sender keeps a bounded number of them unacknowledged.
 */
export const childMessageSchema = z.discriminatedUnion("type", [
  /** The run is about to take the step after `resumedFromStep`: what is recorded after that step is of a lost attempt. */
  z.object({
    type: z.literal("started"),
    sequence,
    resumedFromStep: z.number().int().nonnegative(),
    epoch: z.number().int().nonnegative(),
    totalSteps: z.number().int(),
    totalEpochs: z.number().int(),
    stepsPerEpoch: z.number().int(),
    provenance: facts,
  }),
  z.object({
    type: z.literal("points"),
    sequence,
    points: z.array(
      z.object({ series: text, step: z.number().int(), value: anyNumber, atMs: z.number().int() }),
    ) satisfies z.ZodType<PointInput[]>,
  }),
  /** Each image's own losses, of whole steps. Sent before the points of the same steps: who hears of a point finds its images. */
  z.object({
    type: z.literal("imageLosses"),
    sequence,
    // Of our own making, several a step: the array is checked, its members are not.
    losses: z.custom<ImageLossInput[]>((value) => Array.isArray(value)),
  }),
  z.object({
    type: z.literal("log"),
    sequence,
    lines: z.array(
      z.object({ level: z.enum(["debug", "info", "warn", "error"]), text, at: z.date() }),
    ) satisfies z.ZodType<LogLineInput[]>,
  }),
  z.object({ type: z.literal("progress"), sequence, step: z.number().int(), epoch: z.number().int() }),
  /** The files are durable, their row is not yet. Acknowledged with the checkpoint's id. */
  z.object({
    type: z.literal("checkpoint"),
    sequence,
    step: z.number().int(),
    epoch: z.number().int(),
    blob: storedBlob,
    stateBlob: storedBlob,
    metrics: z.record(z.string(), z.unknown()),
  }),
  /**
   * The evaluation of a checkpoint on the validation images. The best mask AP marks the best checkpoint. Acknowledged with a sentence where the
   * run's sweep ends it because of this evaluation.
   */
  z.object({
    type: z.literal("evaluation"),
    sequence,
    step: z.number().int(),
    epochsDone: z.number().int().nonnegative(),
    checkpointId: z.string(),
    metrics: z.record(z.string(), z.unknown()),
    // Tens of thousands of records of our own making: the array is checked, its members are not.
    predictions: z.custom<PredictionInput[]>((value) => Array.isArray(value)),
  }),
  /** Nothing to write: the process lives though it has no point to report (loading, evaluating). */
  z.object({ type: z.literal("alive"), sequence }),
  /** The last message. */
  z.object({ type: z.literal("finished"), sequence, outcome: z.enum(["succeeded", "stopped"]) }),
  /** The last message: `user` means that another attempt would fail alike. */
  z.object({
    type: z.literal("failed"),
    sequence,
    cause: z.enum(["user", "internal"]),
    /** The loss is no finite number any more. */
    diverged: z.boolean().default(false),
    message: text,
  }),
]);

export type ChildMessage = z.infer<typeof childMessageSchema>;
type WithoutSequence<T> = T extends unknown ? Omit<T, "sequence"> : never;
/** A report before the link numbers it. */
export type ChildReport = WithoutSequence<ChildMessage>;

import { z } from "zod";

/** What the supervising process tells the training process. */
export const parentMessageSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("start"),
    runId: z.string(),
    attempt: z.number().int(),
    maxAttempts: z.number().int(),
    recipe: z.enum(["MININET", "TRANSFER"]),
    /** Checked by the training process with the configuration's schema. */
    configuration: z.unknown(),
    manifestSha256: z.string(),
    blobDirectory: z.string(),
    /** Where weights that were registered by path lie on this machine. */
    weightsDirectory: z.string(),
    /** What the weights start from where no checkpoint is there yet; null: random ones. */
    initialWeights: z
      .object({ name: z.string(), blobSha256: z.string().nullable(), trainerPath: z.string().nullable() })
      .nullable(),
    /** Newest first; the first that is whole is continued from. */
    checkpoints: z.array(
      z.object({
        id: z.string(),
        step: z.number().int(),
        blobSha256: z.string(),
        stateBlobSha256: z.string().nullable(),
      }),
    ),
    /** Evaluations on the validation images recorded so far, oldest first, with their mask AP. */
    evaluations: z.array(z.object({ step: z.number().int(), value: z.number().nullable() })),
    /** What the run's sweep decided in an attempt before this one, where that ends the run; null to go on. */
    sweepStop: z.object({ step: z.number().int(), sentence: z.string() }).nullable(),
  }),
  /** The message of this sequence number is durable; `value` is what its kind is acknowledged with, where it is with anything. */
  z.object({ type: z.literal("ack"), sequence: z.number().int(), value: z.string().optional() }),
  /** Save a checkpoint and end: somebody cancelled the run, or this trainer stops and gives it back. */
  z.object({ type: z.literal("stop"), reason: z.enum(["cancel", "release"]) }),
]);

export type ParentMessage = z.infer<typeof parentMessageSchema>;
export type StartMessage = Extract<ParentMessage, { type: "start" }>;
export type StopReason = Extract<ParentMessage, { type: "stop" }>["reason"];

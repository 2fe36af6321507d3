import { z } from "zod";
import { withoutControls } from "../errors/withoutControls.ts";
import { groupSchema, queueInputShape } from "./queueInput.ts";
import { notesSchema, tagSchema } from "./remarkInput.ts";

/** What a launch says, of one run or of a sweep of them. */
export const launchInputSchema = z.object({
  datasetId: z.string().nullish(),
  splitId: z.string().nullish(),
  snapshotId: z.string().nullish(),
  name: withoutControls(z.string().trim().max(200, "A name has at most 200 characters.")).nullish(),
  group: groupSchema.nullish(),
  recipe: z.enum(["MININET", "TRANSFER"]),
  preset: z.string().nullish(),
  initialWeightsFileId: z.string().nullish(),
  initialCheckpointId: z.string().nullish(),
  initialModelVersionId: z.string().nullish(),
  configuration: z
    .record(z.string(), z.unknown(), 'The configuration is an object of settings, for example {"epochs": 5}.')
    .nullish(),
  seed: z
    .number()
    .int()
    .min(0)
    .max(2 ** 31 - 1)
    .nullish(),
  allowLeakage: z.boolean().nullish(),
  notes: notesSchema.nullish(),
  tags: z.array(tagSchema).max(50, "A run has at most 50 tags.").nullish(),
  clonedFromId: z.string().nullish(),
  ...queueInputShape,
});

export type LaunchInputValues = z.infer<typeof launchInputSchema>;

/** The settings that differ from the preset's. */
export function launchOverrides({
  configuration,
  seed,
}: Pick<LaunchInputValues, "configuration" | "seed">): Record<string, unknown> {
  return { ...configuration, ...(seed == null ? {} : { seed }) };
}

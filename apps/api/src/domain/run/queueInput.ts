import { z } from "zod";
import { withoutControls } from "../errors/withoutControls.ts";

const label = z
  .string()
  .trim()
  .regex(/^[a-z0-9][a-z0-9._-]{0,62}$/, "A label has small letters, digits, dots, dashes or underscores, at most 63.");

/** The group a run is put into; an empty one is none. */
export const groupSchema = withoutControls(z.string().trim().max(200, "A group has at most 200 characters.")).transform(
  (group) => group || null,
);

const PRIORITY = "A priority lies between -1,000 and 1,000.";

/** What a launch says of the queue: how urgent it is, and what its trainer must have. */
export const queueInputShape = {
  priority: z.number().int().min(-1000, PRIORITY).max(1000, PRIORITY).nullish(),
  requiredLabels: z.array(label).max(20, "A run asks for at most 20 labels.").nullish(),
  requiredMemoryMib: z.number().int().positive("The memory is a positive number of MiB.").nullish(),
};

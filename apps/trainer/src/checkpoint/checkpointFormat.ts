import { z } from "zod";

/** Raised when a reader of the version before could not read the file rightly. */
export const checkpointFormatVersion = 1;

export const checkpointMediaType = "application/octet-stream";

/** Tensors of this prefix are the optimizer's, everything else is a weight under torchvision's name. */
export const optimizerPrefix = "momentum.";

/** What the file says of itself beside the tensors. Values of the file's metadata are text: numbers and objects are JSON in it. */
export interface CheckpointMetadata {
  step: number;
  epoch: number;
  seed: number;
}

const numberText = z.string().transform((text, context) => {
  const value = Number(text);
  if (Number.isSafeInteger(value)) return value;
  context.addIssue({ code: "custom", message: `expected a whole number, got ${text}` });
  return z.NEVER;
});

/** Reads what a resumed run needs of a file's `__metadata__`. */
export const checkpointMetadataSchema = z.object({
  maskyardFormat: z.literal(String(checkpointFormatVersion)),
  step: numberText,
  epoch: numberText,
  seed: numberText,
});

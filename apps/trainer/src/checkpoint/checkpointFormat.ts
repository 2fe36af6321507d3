import { z } from "zod";

/**
 * Raised when a reader of the version before could not read the files rightly. 2: the optimizer's state has a file of its own,
 * so that the weights' file holds a model's state dict and nothing else.
 */
export const checkpointFormatVersion = 2;

export const checkpointMediaType = "application/octet-stream";

/** Version 1 kept the optimizer's tensors among the weights, under this prefix. */
export const optimizerPrefix = "momentum.";

const numberText = z.string().transform((text, context) => {
  const value = Number(text);
  if (Number.isSafeInteger(value)) return value;
  context.addIssue({ code: "custom", message: `expected a whole number, got ${text}` });
  return z.NEVER;
});

/** Reads what a resumed run needs of a file's `__metadata__`, whose values are text: numbers and objects are JSON in it. */
export const checkpointMetadataSchema = z.object({
  maskyardFormat: z.enum(["1", String(checkpointFormatVersion)]),
  step: numberText,
});

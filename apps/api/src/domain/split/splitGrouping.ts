import { fileNamePattern, SplitError, type SplitGrouping } from "@maskyard/annotations";
import { z } from "zod";

export const pattern = z
  .string()
  .trim()
  .min(1)
  .max(200, "A file-name pattern has at most 200 characters.")
  .superRefine((value, context) => {
    try {
      fileNamePattern(value);
    } catch (error) {
      if (!(error instanceof SplitError)) throw error;
      context.addIssue({ code: "custom", message: `${sentence(error.message)}` });
    }
  });

/** What comes from outside; the rules that are safe to hold are held unless they are taken back. */
export const groupingSchema = z
  .object({
    captureGroup: z.boolean().nullish(),
    nearDuplicates: z.boolean().nullish(),
    fileNamePattern: pattern.nullish(),
    tagPrefix: z.string().max(200).nullish(),
  })
  .transform(
    (value): SplitGrouping => ({
      captureGroup: value.captureGroup ?? true,
      nearDuplicates: value.nearDuplicates ?? true,
      fileNamePattern: value.fileNamePattern ?? null,
      tagPrefix: value.tagPrefix ?? null,
    }),
  );

export const DEFAULT_GROUPING: SplitGrouping = groupingSchema.parse({});

export const fileNamePatternSchema = pattern;

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

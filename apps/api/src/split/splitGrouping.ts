import { fileNamePattern, SplitError, type SplitGrouping } from "@maskyard/annotations";
import { z } from "zod";
import { builder } from "../graph/builder.ts";

const pattern = z
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

export const SplitGroupingInput = builder.inputType("SplitGroupingInput", {
  description: "What keeps images in one subset. Any of the rules is enough, also over a third image.",
  fields: (t) => ({
    captureGroup: t.boolean({ defaultValue: true, description: "Images of one capture group." }),
    nearDuplicates: t.boolean({ defaultValue: true, description: "The same bytes, or pictures that look alike." }),
    fileNamePattern: t.string({
      description:
        "Images whose names have the same text where the pattern has {group}; * is any text, for example {group}_scaled_*.",
    }),
    tagPrefix: t.string({ description: 'Images that share a tag beginning with this, for example "site:".' }),
  }),
});

export const SplitGroupingType = builder.objectRef<SplitGrouping>("SplitGrouping").implement({
  description: "What kept images in one subset.",
  fields: (t) => ({
    captureGroup: t.exposeBoolean("captureGroup"),
    nearDuplicates: t.exposeBoolean("nearDuplicates"),
    fileNamePattern: t.exposeString("fileNamePattern", { nullable: true }),
    tagPrefix: t.exposeString("tagPrefix", { nullable: true }),
  }),
});

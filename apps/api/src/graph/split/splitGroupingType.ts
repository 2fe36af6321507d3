import type { SplitGrouping } from "@maskyard/annotations";
import { builder } from "../builder/builder.ts";

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

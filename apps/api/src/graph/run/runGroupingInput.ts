import { RUN_GROUP_PROPERTIES } from "../../domain/run/runGrouping.ts";
import { builder } from "../builder/builder.ts";

export const RunGroupProperty = builder.enumType("RunGroupProperty", {
  values: Object.keys(RUN_GROUP_PROPERTIES) as (keyof typeof RUN_GROUP_PROPERTIES)[],
});

export const RunGroupingInput = builder.inputType("RunGroupingInput", {
  description: "One of the two: a property of the run, or the value of a setting.",
  fields: (t) => ({ property: t.field({ type: RunGroupProperty }), setting: t.string() }),
});

export const RunGroupMemberInput = builder.inputType("RunGroupMemberInput", {
  fields: (t) => ({
    by: t.field({ type: RunGroupingInput, required: true }),
    key: t.string({ description: "null: the runs that have no value there." }),
  }),
});

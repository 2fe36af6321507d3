import { RUN_FIELD_NAMES, type RunFieldName } from "../../domain/runFilter/runFields.ts";
import { builder } from "../builder/builder.ts";

export const SeriesFigureType = builder.enumType("SeriesFigure", {
  description: "What of a series stands for it in a table.",
  values: { LAST: { value: "last" }, MIN: { value: "min" }, MAX: { value: "max" } } as const,
});

export const RunField = builder.enumType("RunField", {
  description: "What a run has of itself, beside its metrics and settings.",
  values: Object.fromEntries(RUN_FIELD_NAMES.map((name) => [enumName(name), { value: name }])) as Record<
    string,
    { value: RunFieldName }
  >,
});

/** "bestValue" as BEST_VALUE. */
function enumName(field: RunFieldName): string {
  return field.replace(/[A-Z]/g, "_$&").toUpperCase();
}

export const RunColumnInput = builder.inputType("RunColumnInput", {
  description: "One of the three: a figure of a metric (LAST when absent), a setting, a field of the run.",
  fields: (t) => ({
    metric: t.string(),
    figure: t.field({ type: SeriesFigureType }),
    setting: t.string({ description: "Within an object it is named with dots: `aug.jitter`." }),
    field: t.field({ type: RunField }),
  }),
});

export const RunComparison = builder.enumType("RunComparison", {
  values: ["EQ", "NE", "GT", "GE", "LT", "LE", "CONTAINS"] as const,
});

export const RunConditionInput = builder.inputType("RunConditionInput", {
  description:
    "number for metrics and numeric settings, text for the others and for fields; CONTAINS takes text. Runs without the value do not match.",
  fields: (t) => ({
    column: t.field({ type: RunColumnInput, required: true }),
    comparison: t.field({ type: RunComparison, required: true }),
    number: t.float(),
    text: t.string(),
  }),
});

export const RunSortInput = builder.inputType("RunSortInput", {
  description: "Runs without the value come last.",
  fields: (t) => ({
    column: t.field({ type: RunColumnInput, required: true }),
    ascending: t.boolean({ defaultValue: false }),
  }),
});

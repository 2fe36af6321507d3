import { atField } from "../../domain/run/atField.ts";
import { type ColumnNames, RUNS_LOOKED_AT, readColumnNames } from "../../domain/runFilter/columnNames.ts";
import { readColumnValues } from "../../domain/runFilter/columnValues.ts";
import {
  RUN_FIELD_NAMES,
  RUN_FIELDS,
  type RunFieldName,
  type RunFieldSource,
} from "../../domain/runFilter/runFields.ts";
import { builder } from "../builder/builder.ts";
import { RunField } from "./runColumnInput.ts";

const RunFieldKind = builder.enumType("RunFieldKind", {
  description: "What the values of a field are, and so how they are compared.",
  values: ["TEXT", "NUMBER", "TIME", "DURATION", "LIST", "CHOICE"] as const,
});

const RunFieldInfo = builder.objectRef<RunFieldName>("RunFieldInfo").implement({
  description: "A field of runs that tables show, filter and sort by.",
  fields: (t) => ({
    field: t.field({ type: RunField, resolve: (name) => name }),
    name: t.string({ description: "As filters have it.", resolve: (name) => name }),
    kind: t.field({
      type: RunFieldKind,
      resolve: (name) => {
        const source: RunFieldSource = RUN_FIELDS[name];
        return source.type === "named"
          ? "TEXT"
          : (source.type.toUpperCase() as Uppercase<Exclude<RunFieldSource["type"], "named">>);
      },
    }),
  }),
});

const RunColumns = builder.objectRef<ColumnNames>("RunColumns").implement({
  description: "Names that a table of runs can show, filter and sort by.",
  fields: (t) => ({
    metrics: t.stringList({ resolve: (columns) => columns.metrics }),
    settings: t.stringList({
      description: "Those within objects are named with dots: `aug.jitter`.",
      resolve: (columns) => columns.settings,
    }),
    tags: t.stringList({ description: "Keys of key-value tags.", resolve: (columns) => columns.tags }),
    fields: t.field({
      type: [RunFieldInfo],
      description: "What every run has of itself.",
      resolve: () => [...RUN_FIELD_NAMES],
    }),
  }),
});

builder.queryFields((t) => ({
  runColumns: t.field({
    type: RunColumns,
    description: `Metrics, settings and tags of the viewer's ${RUNS_LOOKED_AT} newest runs, and the fields of all.`,
    resolve: async (_root, _args, context) => readColumnNames(context.pool, [...(await context.access.roles()).keys()]),
  }),
  runColumnValues: t.stringList({
    description: `Values that a setting, tag or field has in the viewer's ${RUNS_LOOKED_AT} newest runs, the most frequent first, at most 50. None for metrics.`,
    args: {
      name: t.arg.string({
        required: true,
        description: "As filters have it: `optimizer`, `config.optimizer`, `status`.",
      }),
      startsWith: t.arg.string({ description: "Only those that begin so, in either case." }),
    },
    resolve: (_root, { name, startsWith }, context) =>
      atField("name", readColumnValues(context, name, startsWith ?? "")),
  }),
}));

import { InvalidInputError } from "../../domain/errors/expectedErrors.ts";
import { GROUPS_MOST, runGroupSql } from "../../domain/run/runGroupSql.ts";
import { builder } from "../builder/builder.ts";
import { finiteValue } from "../metricSeries/metricSeriesType.ts";
import { RunColumnInput } from "./runColumnInput.ts";
import { runFilterArgs, runFilterOf } from "./runFilterArgs.ts";
import { RunGroupingInput } from "./runGroupingInput.ts";

const COLUMNS_MOST = 50;

interface Figures {
  readonly mean: number | null;
  readonly min: number | null;
  readonly max: number | null;
}

interface GroupRow {
  readonly key: string | null;
  readonly count: number;
  readonly means: readonly (number | null)[];
  readonly mins: readonly (number | null)[];
  readonly maxs: readonly (number | null)[];
}

const RunGroupFigures = builder.objectRef<Figures>("RunGroupFigures").implement({
  description: "Over the runs of a group that have the value; null where none has.",
  fields: (t) => ({
    mean: t.float({ nullable: true, resolve: ({ mean }) => finiteValue(mean) }),
    min: t.float({ nullable: true, resolve: ({ min }) => finiteValue(min) }),
    max: t.float({ nullable: true, resolve: ({ max }) => finiteValue(max) }),
  }),
});

const RunGroup = builder.objectRef<GroupRow>("RunGroup").implement({
  description: "Runs that share what they are grouped by.",
  fields: (t) => ({
    key: t.exposeString("key", {
      nullable: true,
      description: "What they share; null for runs that have no value there.",
    }),
    count: t.exposeInt("count"),
    figures: t.field({
      type: [RunGroupFigures],
      description: "Parallel to `columns`.",
      resolve: ({ means, mins, maxs }) =>
        means.map((mean, index) => ({ mean, min: mins[index] ?? null, max: maxs[index] ?? null })),
    }),
  }),
});

builder.queryField("runGroups", (t) =>
  t.field({
    type: [RunGroup],
    description: `Runs the viewer may see in groups, the largest first, at most ${GROUPS_MOST}, with figures of metrics and numeric settings.`,
    complexity: { field: 20, multiplier: 20 },
    args: {
      ...runFilterArgs,
      by: t.arg({ type: RunGroupingInput, required: true }),
      columns: t.arg({ type: [RunColumnInput], defaultValue: [] }),
    },
    resolve: async (_root, args, context) => {
      const columns = args.columns ?? [];
      if (columns.length > COLUMNS_MOST) {
        throw new InvalidInputError(`Groups show at most ${COLUMNS_MOST} columns.`, "columns");
      }
      const projectIds = [...(await context.access.roles()).keys()];
      const { rows } = await context.pool.query<GroupRow>(
        runGroupSql(projectIds, await runFilterOf(args, context), args.by, columns),
      );
      return rows;
    },
  }),
);

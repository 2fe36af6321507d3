import type { SeriesData } from "@maskyard/store";
import { builder } from "../graph/builder.ts";

export const MetricSeries = builder.objectRef<SeriesData>("MetricSeries").implement({
  description:
    "`steps` and `values` are parallel. Without reduction minValues and maxValues are null; else each point is a bucket: its last value, least and greatest.",
  fields: (t) => ({
    name: t.exposeString("name"),
    total: t.exposeInt("total", { description: "Points of the whole series." }),
    lastStep: t.exposeInt("lastStep", { nullable: true }),
    lastValue: t.float({ nullable: true, resolve: (series) => finiteValue(series.lastValue) }),
    minValue: t.float({ nullable: true, resolve: (series) => finiteValue(series.minValue) }),
    maxValue: t.float({ nullable: true, resolve: (series) => finiteValue(series.maxValue) }),
    reduced: t.exposeBoolean("reduced"),
    steps: t.intList({ complexity: 1, resolve: (series) => series.steps }),
    values: t.field({
      type: ["Float"],
      nullable: { list: false, items: true },
      complexity: 1,
      description: "null where the value logged was no finite number.",
      resolve: (series) => finiteValues(series.values),
    }),
    minValues: t.field({
      type: ["Float"],
      nullable: { list: true, items: true },
      complexity: 1,
      resolve: (series) => (series.minValues === null ? null : finiteValues(series.minValues)),
    }),
    maxValues: t.field({
      type: ["Float"],
      nullable: { list: true, items: true },
      complexity: 1,
      resolve: (series) => (series.maxValues === null ? null : finiteValues(series.maxValues)),
    }),
  }),
});

/** JSON has no NaN and no infinities; a diverged loss is shown as a gap. */
export function finiteValue(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null;
}

export function finiteValues(values: readonly (number | null)[]): (number | null)[] {
  return values.map(finiteValue);
}

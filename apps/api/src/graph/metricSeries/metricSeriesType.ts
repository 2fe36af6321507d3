import type { SeriesData } from "@maskyard/store";
import { builder } from "../builder/builder.ts";

/** A curve with the digits its values are given in; absent for all. */
export interface PresentedSeries extends SeriesData {
  readonly digits?: number | undefined;
}

const NotFinite = builder.objectRef<{ readonly index: number; readonly value: number }>("NotFiniteValue").implement({
  fields: (t) => ({
    index: t.exposeInt("index", { description: "In values." }),
    value: t.expose("value", { type: "MeasuredValue" }),
  }),
});

export const MetricSeries = builder.objectRef<PresentedSeries>("MetricSeries").implement({
  description:
    "`steps` and `values` are parallel. Without reduction minValues and maxValues are null; else each point is a bucket: its last value, least and greatest.",
  fields: (t) => ({
    name: t.exposeString("name"),
    total: t.exposeInt("total", { description: "Points of the whole series." }),
    pointsInRange: t.exposeInt("pointsInRange", { description: "Points from `fromStep` to `toStep`." }),
    lastStep: t.exposeInt("lastStep", { nullable: true }),
    lastValue: t.float({ nullable: true, resolve: (series) => finiteValue(series.lastValue) }),
    minValue: t.float({ nullable: true, resolve: (series) => finiteValue(series.minValue) }),
    maxValue: t.float({ nullable: true, resolve: (series) => finiteValue(series.maxValue) }),
    reduced: t.exposeBoolean("reduced"),
    steps: t.intList({ complexity: 1, resolve: (series) => series.steps }),
    notFinite: t.field({
      type: [NotFinite],
      complexity: 1,
      description: "The values that are null above because JSON has no numbers for them.",
      resolve: ({ values }) => values.flatMap((value, index) => (Number.isFinite(value) ? [] : [{ index, value }])),
    }),
    values: t.field({
      type: ["Float"],
      nullable: { list: false, items: true },
      complexity: 1,
      description: "null where the value logged was no finite number; notFinite says what it was.",
      resolve: (series) => presentedValues(series.values, series.digits),
    }),
    minValues: t.field({
      type: ["Float"],
      nullable: { list: true, items: true },
      complexity: 1,
      resolve: (series) => (series.minValues === null ? null : presentedValues(series.minValues, series.digits)),
    }),
    maxValues: t.field({
      type: ["Float"],
      nullable: { list: true, items: true },
      complexity: 1,
      resolve: (series) => (series.maxValues === null ? null : presentedValues(series.maxValues, series.digits)),
    }),
    timesMs: t.field({
      type: ["Float"],
      nullable: { list: true, items: true },
      complexity: 1,
      description:
        "When each value was measured, milliseconds since 1970; null where it was not kept, as in runs of Maskyard before it kept them.",
      resolve: (series) => series.timesMs,
    }),
  }),
});

/** JSON has no NaN and no infinities; a diverged loss is shown as a gap. */
export function finiteValue(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null;
}

/** Rounded to so many digits: a curve for a screen is then a third of its size. */
function presentedValues(values: readonly number[], digits: number | undefined): (number | null)[] {
  if (digits === undefined) return finiteValues(values);
  return values.map((value) => (Number.isFinite(value) ? Number(value.toPrecision(digits)) : null));
}

export function finiteValues(values: readonly (number | null)[]): (number | null)[] {
  return values.map(finiteValue);
}

import { type Configuration, SETTING_GROUPS, settingLabel } from "../configuration/settings.ts";
import { figureOf } from "../run/metricFigure.ts";
import { columnLabel, columnText, type TableColumn } from "../run/tableColumns.ts";
import type { ComparedRun } from "./comparedRun.ts";

type Measured = Pick<ComparedRun, "configuration" | "seed" | "metrics" | "startedAt" | "finishedAt" | "step">;

/** What a run has in a column: a number, a word, or nothing. Programs that log here may write numbers as text. */
export function columnValue(run: Measured, column: TableColumn): number | string | null {
  if ("setting" in column) return settingValue(run, column.setting);
  const metric = run.metrics.find(({ name }) => name === column.metric);
  if (!metric) return null;
  const figure = figureOf(column);
  return figure === "MIN" ? metric.min : figure === "MAX" ? metric.max : metric.last;
}

function settingValue(run: Measured, key: string): number | string | null {
  const value = key === "seed" ? run.seed : ((run.configuration ?? {}) as Configuration)[key];
  if (value === null || value === undefined) return null;
  if (typeof value === "number") return value;
  if (typeof value === "string") return value.trim() !== "" && Number.isFinite(Number(value)) ? Number(value) : value;
  return JSON.stringify(value);
}

export interface DimensionGroup {
  readonly group: string;
  readonly items: { value: string; label: string }[];
}

/** Everything the runs can be laid out by, as the choices of a menu: settings that differ first. */
export function dimensionChoices(runs: readonly Measured[]): DimensionGroup[] {
  const settings = [
    ...new Set([...runs.flatMap((run) => Object.keys((run.configuration ?? {}) as Configuration)), "seed"]),
  ];
  const differing = differingSettings(runs, settings);
  const settingItem = (key: string) => ({ value: columnText({ setting: key }), label: settingLabel(key) });
  const metrics = metricNames(runs);
  return [
    { group: "Settings that differ", items: differing.map(settingItem) },
    { group: "Best value", items: metrics.map((name) => choice({ metric: name, figure: "BEST" })) },
    { group: "Last value", items: metrics.map((name) => choice({ metric: name, figure: "LAST" })) },
    { group: "Minimum", items: metrics.map((name) => choice({ metric: name, figure: "MIN" })) },
    { group: "Maximum", items: metrics.map((name) => choice({ metric: name, figure: "MAX" })) },
    { group: "Other settings", items: settings.filter((key) => !differing.includes(key)).map(settingItem) },
  ].filter(({ items }) => items.length > 0);
}

export function metricNames(runs: readonly Measured[]): string[] {
  return [...new Set(runs.flatMap(({ metrics }) => metrics.map(({ name }) => name)))];
}

/** The settings in which the runs are not all alike, the seed last: it differs as a rule and tells least. */
export function differingSettings(runs: readonly Measured[], settings?: readonly string[]): string[] {
  const keys = settings ?? [
    ...new Set(runs.flatMap((run) => Object.keys((run.configuration ?? {}) as Configuration))),
    "seed",
  ];
  return [...keys]
    .filter((key) => new Set(runs.map((run) => settingValue(run, key))).size > 1)
    .sort((a, b) => settingRank(a) - settingRank(b));
}

const FORM_ORDER = SETTING_GROUPS.flatMap(({ keys }) => keys);

/** Settings stand in the order of the form, the optimizer's before how long it runs; what the form does not know between them and the seed. */
function settingRank(key: string): number {
  if (key === "seed") return 2 * FORM_ORDER.length;
  const place = FORM_ORDER.indexOf(key);
  if (place === -1) return FORM_ORDER.length;
  return LENGTH_KEYS.has(key) ? FORM_ORDER.length - 1 : place;
}

const LENGTH_KEYS: ReadonlySet<string> = new Set(SETTING_GROUPS[0]?.keys);

function choice(column: TableColumn) {
  return { value: columnText(column), label: columnLabel(column) };
}

/** The name of a dimension on an axis or a head. */
export function dimensionLabel(column: TableColumn): string {
  return "setting" in column ? settingLabel(column.setting) : columnLabel(column);
}

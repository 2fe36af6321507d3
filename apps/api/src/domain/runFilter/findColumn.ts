import { type FilterColumn, FilterError, lessIsBetter, printColumn } from "@maskyard/filter";
import { closestName } from "@maskyard/store";
import type { ColumnNames } from "./columnNames.ts";
import type { SeriesFigure } from "./RunSql.ts";
import { findRunField, RUN_FIELD_NAMES } from "./runFields.ts";
import type { RunColumnFound } from "./runFilter.ts";

/** Of one name, whether any run has such a setting, metric or tag. */
export interface ColumnUse {
  readonly setting: boolean;
  readonly metric: boolean;
  readonly tag: boolean;
}

/** What the name is, as far as the known names and `use` say; null for a name that is none of them. */
export function findColumn({ kind, name, figure }: FilterColumn, use: ColumnUse): RunColumnFound | null {
  const field = kind === null || kind === "run" ? findRunField(name) : null;
  if (field !== null) return { type: "field", field };
  if (use.setting && (kind === null || kind === "setting")) return { type: "setting", name };
  if (use.metric && (kind === null || kind === "metric")) {
    return { type: "metric", name, figure: seriesFigure(name, figure) };
  }
  return use.tag && kind === "tag" ? { type: "tag", name } : null;
}

function seriesFigure(name: string, figure: FilterColumn["figure"]): SeriesFigure {
  if (figure === "best") return lessIsBetter(name) ? "min" : "max";
  return figure ?? "last";
}

const WORDS = { setting: "setting", metric: "metric", tag: "tag", run: "field" } as const;

/** Says that there is no such name, and which one may be meant: one of another kind, or the nearest. */
export function unknownColumn(column: FilterColumn, use: ColumnUse, names: ColumnNames, text: string): FilterError {
  const { kind, name, figure, span } = column;
  const written = figure === null ? name : printColumn({ kind: null, name, figure: null });
  const says = (rest: string) => new FilterError(`${rest}`, span, text);
  const other = kind !== null && (["setting", "metric", "tag"] as const).find((one) => one !== kind && use[one]);
  if (other) {
    const instead = printColumn({ kind: other, name, figure: null });
    return says(`“${written}” is a ${WORDS[other]}, not a ${WORDS[kind]}; write ${instead}.`);
  }
  if (kind !== null && findRunField(name) !== null) {
    return says(`“${written}” is a field of the run, not a ${WORDS[kind]}; write ${findRunField(name)}.`);
  }
  const nearest = nearestColumn(column, names);
  const what = kind === null ? "setting, metric or field" : WORDS[kind];
  const hint = nearest === null ? "runColumns lists the names there are." : `did you mean ${nearest}?`;
  return says(`No run has a ${what} “${written}”; ${hint}`);
}

/** As it would stand in the filter. */
function nearestColumn({ kind, name, figure }: FilterColumn, names: ColumnNames): string | null {
  const candidates = {
    run: kind === null || kind === "run" ? RUN_FIELD_NAMES : [],
    setting: kind === null || kind === "setting" ? names.settings : [],
    metric: kind === null || kind === "metric" ? names.metrics : [],
    tag: kind === "tag" ? names.tags : [],
  };
  // The last part of a nested name is what people remember: "jitter" for "aug.jitter".
  const all = Object.values(candidates).flat();
  const found =
    all.find((one) => one.toLowerCase().split(/[./]/).at(-1) === name.toLowerCase()) ?? closestName(name, all);
  if (found === null) return null;
  return printColumn({ kind: figure === null ? kind : "metric", name: found, figure });
}

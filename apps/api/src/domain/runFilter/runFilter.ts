import type { Expression, FilterColumn } from "@maskyard/filter";
import type { SeriesFigure } from "./RunSql.ts";
import type { RunFieldName } from "./runFields.ts";

/** What a name of a filter turned out to be. */
export type RunColumnFound =
  | { readonly type: "metric"; readonly name: string; readonly figure: SeriesFigure }
  | { readonly type: "setting"; readonly name: string }
  | { readonly type: "tag"; readonly name: string }
  | { readonly type: "field"; readonly field: RunFieldName };

/** A filter that was read, each of its names found. */
export interface RunFilterRead {
  readonly text: string;
  readonly expression: Expression;
  readonly columns: ReadonlyMap<FilterColumn, RunColumnFound>;
  /** What times like "-7d" count from. */
  readonly nowMs: number;
}

/** Where something stands in a filter's text: from `start` up to, not including, `end`, in UTF-16 code units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What a name is of. Without one it is looked up: a field of the run, else a setting, else a metric. */
export type ColumnKind = "setting" | "metric" | "tag" | "run";

/** Which value of a metric's series is meant; "best" is the least or the greatest, whichever the metric's name says is better. */
export type ColumnFigure = "last" | "min" | "max" | "best";

export interface FilterColumn {
  readonly kind: ColumnKind | null;
  readonly name: string;
  /** Only of metrics; null where none is named. */
  readonly figure: ColumnFigure | null;
  readonly span: Span;
}

export interface FilterValue {
  readonly text: string;
  /** In quotes: text, whatever it looks like. */
  readonly quoted: boolean;
  readonly span: Span;
}

export const COMPARISONS = ["=", "!=", "<", "<=", ">", ">=", "contains", "like", "ilike", "in"] as const;

export type Comparison = (typeof COMPARISONS)[number];

export interface Condition {
  readonly type: "condition";
  readonly column: FilterColumn;
  readonly comparison: Comparison;
  /** "not in", "not contains", "not like", "not ilike". Unlike `not (…)` it still asks for a value. */
  readonly negated: boolean;
  /** One, but for "in". */
  readonly values: readonly FilterValue[];
  readonly span: Span;
}

/** Whether there is a value at all. */
export interface Presence {
  readonly type: "presence";
  readonly column: FilterColumn;
  readonly present: boolean;
  readonly span: Span;
}

export interface Combination {
  readonly type: "and" | "or";
  /** Two or more. */
  readonly parts: readonly Expression[];
  readonly span: Span;
}

export interface Negation {
  readonly type: "not";
  readonly part: Expression;
  readonly span: Span;
}

export type Expression = Condition | Presence | Combination | Negation;

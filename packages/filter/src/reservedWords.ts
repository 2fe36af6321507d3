import type { ColumnFigure, ColumnKind } from "./expression.ts";

/** Words of the grammar: as a name or a value they are put in quotes. */
const RESERVED: ReadonlySet<string> = new Set(["and", "or", "not", "in", "contains", "like", "ilike", "is", "null"]);

export function isReserved(word: string): boolean {
  return RESERVED.has(word.toLowerCase());
}

const FIGURES: ReadonlySet<string> = new Set<ColumnFigure>(["last", "min", "max", "best"]);

/** The figure that `word` names; it is one only before a bracket. */
export function figureOf(word: string): ColumnFigure | null {
  const lower = word.toLowerCase();
  return FIGURES.has(lower) ? (lower as ColumnFigure) : null;
}

/** What W&B, MLflow and we call them. */
const KINDS: ReadonlyMap<string, ColumnKind> = new Map<string, ColumnKind>([
  ...["setting", "settings", "config", "configuration", "param", "params", "parameter", "parameters"].map(
    (word) => [word, "setting"] as const,
  ),
  ...["metric", "metrics", "summary", "summary_metrics"].map((word) => [word, "metric"] as const),
  ...["tag", "tags"].map((word) => [word, "tag"] as const),
  ...["run", "attribute", "attributes", "attr"].map((word) => [word, "run"] as const),
]);

/** A word like `config.lr` or `setting:lr` as its kind and the rest; null for a word without a kind. */
export function splitKind(word: string): { readonly kind: ColumnKind; readonly rest: string } | null {
  const match = /^([a-z_]+)[.:]/i.exec(word);
  const kind = KINDS.get(match?.[1]?.toLowerCase() ?? "");
  return match && kind ? { kind, rest: word.slice(match[0].length) } : null;
}

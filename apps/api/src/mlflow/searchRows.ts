import { type FilterCondition, parseFilter, parseOrder } from "./searchFilter.ts";

/** What a condition or an order names, of a row; throws `InvalidInputError` for what the rows do not have. */
export type ValueOf<Row> = (
  row: Row,
  column: Pick<FilterCondition, "kind" | "key">,
) => string | number | null | undefined;

/** For what there are few of, so that it is searched where it is read: whether a row is one that MLflow's filter selects. */
export function selects<Row>(filter: string, read: ValueOf<Row>): (row: Row) => boolean {
  const conditions = parseFilter(filter);
  return (row) => conditions.every((condition) => holds(condition, read(row, condition) ?? undefined));
}

/** In MLflow's order; those of equal place stay as they come. Rows without the value come last. */
export function ordered<Row>(rows: readonly Row[], orderBy: readonly string[], read: ValueOf<Row>): Row[] {
  const orders = orderBy.map(parseOrder);
  return [...rows].sort((a, b) => {
    for (const { kind, key, descending } of orders) {
      const [first, second] = [read(a, { kind, key }) ?? null, read(b, { kind, key }) ?? null];
      if (first === second) continue;
      if (first === null || second === null) return first === null ? 1 : -1;
      return first < second === descending ? 1 : -1;
    }
    return 0;
  });
}

function holds({ comparator, value }: FilterCondition, found: string | number | undefined): boolean {
  if (found === undefined) {
    return false;
  }
  switch (comparator) {
    case "=":
      return found === value;
    case "!=":
      return found !== value;
    case ">":
      return found > value;
    case ">=":
      return found >= value;
    case "<":
      return found < value;
    case "<=":
      return found <= value;
    case "LIKE":
      return likePattern(String(value), "").test(String(found));
    case "ILIKE":
      return likePattern(String(value), "i").test(String(found));
    case "IN":
      return (value as readonly string[]).includes(String(found));
    case "NOT IN":
      return !(value as readonly string[]).includes(String(found));
  }
}

/** SQL's pattern as an expression: % stands for any text, _ for one character. */
function likePattern(pattern: string, flags: string): RegExp {
  const escaped = pattern.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("%", ".*").replaceAll("_", ".")}$`, `s${flags}`);
}

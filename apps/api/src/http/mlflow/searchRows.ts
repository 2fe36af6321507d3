import { isLike } from "./isLike.ts";
import { type FilterCondition, parseFilter, parseOrder } from "./searchFilter.ts";

/** What a condition or an order names, of a row; throws `InvalidInputError` for what the rows do not have. */
export type ValueOf<Row> = (
  row: Row,
  column: Pick<FilterCondition, "kind" | "key">,
) => string | number | null | undefined;

/** The text that an object of tags or parameters has under a key; "constructor" and the like are keys as any other. */
export function ownText(pairs: unknown, key: string): string | undefined {
  return Object.hasOwn(pairs as object, key) ? (pairs as Record<string, string>)[key] : undefined;
}

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
      return isLike(String(found), String(value));
    case "ILIKE":
      return isLike(String(found).toLowerCase(), String(value).toLowerCase());
    case "IN":
      return (value as readonly string[]).includes(String(found));
    case "NOT IN":
      return !(value as readonly string[]).includes(String(found));
  }
}

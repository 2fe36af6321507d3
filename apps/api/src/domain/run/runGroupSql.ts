import { RunSql } from "../runFilter/RunSql.ts";
import { columnNumberSql, type RunColumn } from "./runColumns.ts";
import { type RunFilter, runFilterSql } from "./runFilterSql.ts";
import { groupingSql, type RunGrouping } from "./runGrouping.ts";

/** More groups than this are as good as none: the largest are given. */
export const GROUPS_MOST = 500;

/** For each group its key, how many runs it has, and for each column three lists' worth of numbers: mean, least, greatest. */
export function runGroupSql(
  projectIds: readonly string[],
  filter: RunFilter,
  by: RunGrouping,
  columns: readonly RunColumn[],
): { text: string; values: unknown[] } {
  const sql = new RunSql();
  const key = groupingSql(sql, by);
  const numbers = columns.map((column, index) => `${columnNumberSql(sql, column)} AS n${index}`);
  const where = runFilterSql(sql, projectIds, filter);
  const list = (name: string) => `ARRAY[${columns.map((_, index) => `${name}(n${index})`).join(", ")}]::float8[]`;
  return {
    text: `SELECT key, count(*)::int AS count, ${list("avg")} AS means, ${list("min")} AS mins, ${list("max")} AS maxs
      FROM (SELECT ${[`${key} AS key`, ...numbers].join(", ")} FROM ${sql.from()} WHERE ${where}) AS member
      GROUP BY key ORDER BY count DESC, key NULLS LAST LIMIT ${GROUPS_MOST}`,
    values: sql.values,
  };
}

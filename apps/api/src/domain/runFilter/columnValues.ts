import { FilterError } from "@maskyard/filter";
import type { GraphContext } from "../../graph/builder/context.ts";
import { RUNS_LOOKED_AT } from "./columnNames.ts";
import { RunSql } from "./RunSql.ts";
import { readRunFilter } from "./readRunFilter.ts";
import { fieldTextSql, RUN_FIELDS, type RunFieldSource } from "./runFields.ts";

const VALUES_MOST = 50;
/** A longer text is nobody's choice. */
const LENGTH_MOST = 200;

/** Values of a column in the newest runs the actor may see, the most frequent first. Throws FilterError for a name that no run has. */
export async function readColumnValues(context: GraphContext, name: string, startsWith: string): Promise<string[]> {
  // The name alone, as a filter that asks for its presence: it is read and found as in any filter.
  const read = await readRunFilter(context, `${name} is not null`);
  const column = read?.expression.type === "presence" ? read.columns.get(read.expression.column) : undefined;
  if (column === undefined)
    throw new FilterError("Expected the name of one column.", { start: 0, end: Math.max(1, name.length) }, name);
  if (column.type === "metric") return [];
  const sql = new RunSql();
  const [projects, pattern] = [
    sql.parameter([...(await context.access.roles()).keys()]),
    sql.parameter(`${startsWith.replace(/[\\%_]/g, "\\$&")}%`),
  ];
  const value = column.type === "tag" ? sql.attributeText(column.name) : valueSql(sql, column);
  if (value === null) return [];
  const { rows } = await context.pool.query<{ value: string }>({
    text: `SELECT value FROM (
        SELECT ${value} AS value FROM (
          SELECT * FROM run WHERE project_id = ANY(${projects}::uuid[]) AND archived_at IS NULL ORDER BY id DESC LIMIT ${RUNS_LOOKED_AT}
        ) AS run
      ) AS newest
      WHERE value ILIKE ${pattern} AND length(value) <= ${LENGTH_MOST} GROUP BY value ORDER BY count(*) DESC, value LIMIT ${VALUES_MOST}`,
    values: sql.values,
  });
  return rows.map((row) => row.value);
}

function valueSql(
  sql: RunSql,
  column:
    | { readonly type: "setting"; readonly name: string }
    | { readonly type: "field"; readonly field: keyof typeof RUN_FIELDS },
): string | null {
  if (column.type === "setting") return sql.settingText(column.name);
  const source: RunFieldSource = RUN_FIELDS[column.field];
  if (source.type === "list") return `unnest(${source.sql})`;
  if (source.type === "choice") return `lower(${source.sql}::text)`;
  return fieldTextSql(column.field);
}

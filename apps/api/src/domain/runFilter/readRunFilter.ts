import { type Expression, type FilterColumn, parseFilter } from "@maskyard/filter";
import type { GraphContext } from "../../graph/builder/context.ts";
import { recentColumnNames } from "./columnNames.ts";
import { filterSql } from "./filterSql.ts";
import { type ColumnUse, findColumn, unknownColumn } from "./findColumn.ts";
import { RunSql } from "./RunSql.ts";
import type { RunColumnFound, RunFilterRead } from "./runFilter.ts";

/** Whose runs are looked at, and where. */
export type FilterContext = Pick<GraphContext, "access" | "pool">;

/**
 * Reads a filter for the runs the actor may see and finds its names; null for one that says nothing.
 *
 * @throws FilterError with the place of what cannot be read, is not there, or cannot be compared
 */
export async function readRunFilter(context: FilterContext, text: string): Promise<RunFilterRead | null> {
  const expression = parseFilter(text);
  if (expression === null) return null;
  const filter = { text, expression, columns: await findColumns(context, expression, text), nowMs: Date.now() };
  // Whether the values fit their columns shows when the statement is put together.
  filterSql(new RunSql(), filter);
  return filter;
}

async function findColumns(
  context: FilterContext,
  expression: Expression,
  text: string,
): Promise<ReadonlyMap<FilterColumn, RunColumnFound>> {
  const projectIds = [...(await context.access.roles()).keys()];
  const found = new Map<FilterColumn, RunColumnFound>();
  for (const column of columnsOf(expression)) {
    found.set(column, await findOne(context, projectIds, column, text));
  }
  return found;
}

async function findOne(
  context: FilterContext,
  projectIds: readonly string[],
  column: FilterColumn,
  text: string,
): Promise<RunColumnFound> {
  const asField = findColumn(column, { setting: false, metric: false, tag: false });
  if (asField !== null) return asField;
  const names = await recentColumnNames(context.pool, projectIds);
  const recent: ColumnUse = {
    setting: names.settings.includes(column.name),
    metric: names.metrics.includes(column.name),
    tag: names.tags.includes(column.name),
  };
  const known = findColumn(column, recent);
  if (known !== null) return known;
  // A name that only older runs have, or one that came a moment ago.
  const use = await readColumnUse(context, projectIds, column.name);
  const older = findColumn(column, use);
  if (older === null) throw unknownColumn(column, use, names, text);
  return older;
}

async function readColumnUse(context: FilterContext, projectIds: readonly string[], name: string): Promise<ColumnUse> {
  const sql = new RunSql();
  const projects = `run.project_id = ANY(${sql.parameter(projectIds)}::uuid[])`;
  const anyRun = (value: string) => `EXISTS (SELECT 1 FROM run WHERE ${projects} AND ${value} IS NOT NULL)`;
  const { rows } = await context.pool.query<ColumnUse>({
    text: `SELECT ${anyRun(sql.settingText(name))} AS setting, ${anyRun(sql.attributeText(name))} AS tag,
      EXISTS (SELECT 1 FROM metric_series JOIN run ON run.id = run_id WHERE metric_series.name = ${sql.parameter(name)} AND ${projects}) AS metric`,
    values: sql.values,
  });
  return rows[0] ?? { setting: false, metric: false, tag: false };
}

function columnsOf(expression: Expression): FilterColumn[] {
  switch (expression.type) {
    case "and":
    case "or":
      return expression.parts.flatMap(columnsOf);
    case "not":
      return columnsOf(expression.part);
    default:
      return [expression.column];
  }
}

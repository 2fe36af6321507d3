import { InvalidInputError } from "../errors/expectedErrors.ts";
import { RunSql } from "./RunSql.ts";
import { columnNumberSql, conditionSql, type RunCondition, type RunSort } from "./runColumns.ts";

export type RunOrderName = "NEWEST" | "BEST_VALUE" | "LAST_LOSS" | "DURATION";

export interface RunFilter {
  readonly projectId?: string | undefined;
  readonly datasetId?: string | undefined;
  readonly experimentId?: string | undefined;
  readonly status?: readonly string[] | undefined;
  readonly search?: string | undefined;
  readonly archived?: boolean | undefined;
  /** Only what this user marked. */
  readonly favouriteOf?: string | undefined;
  readonly where?: readonly RunCondition[] | undefined;
}

export interface RunCursor {
  readonly key: number;
  readonly id: string;
}

const MISSING = "'-Infinity'::float8";

/** Every order sorts a number downwards, ties newest first; what has no number sorts last. */
function orderKey(sql: RunSql, order: RunOrderName, sort: RunSort | null): string {
  if (sort !== null) {
    const number = columnNumberSql(sql, sort.column);
    return `coalesce(${sort.ascending ? "-" : ""}${number}, ${MISSING})`;
  }
  switch (order) {
    case "NEWEST":
      return "0::float8";
    case "BEST_VALUE":
      return `coalesce(run.best_value, ${MISSING})`;
    case "LAST_LOSS":
      return `coalesce(-${sql.series("loss", "last")}, ${MISSING})`;
    case "DURATION":
      return `coalesce(extract(epoch FROM coalesce(run.finished_at, now()) - run.started_at)::float8, ${MISSING})`;
  }
}

/** Conditions on `run`; `projectIds` are those the actor is a member of. */
function conditions(sql: RunSql, projectIds: readonly string[], filter: RunFilter): string {
  const parts = [`run.project_id = ANY(${sql.parameter(projectIds)}::uuid[])`];
  if (filter.archived !== undefined) {
    parts.push(`run.archived_at IS ${filter.archived ? "NOT " : ""}NULL`);
  }
  if (filter.projectId !== undefined) {
    parts.push(`run.project_id = ${sql.parameter(filter.projectId)}::uuid`);
  }
  if (filter.datasetId !== undefined) {
    parts.push(`run.dataset_id = ${sql.parameter(filter.datasetId)}::uuid`);
  }
  if (filter.experimentId !== undefined) {
    parts.push(`run.experiment_id = ${sql.parameter(filter.experimentId)}::uuid`);
  }
  if (filter.status !== undefined && filter.status.length > 0) {
    parts.push(`run.status::text = ANY(${sql.parameter(filter.status)}::text[])`);
  }
  if (filter.favouriteOf !== undefined) {
    const user = sql.parameter(filter.favouriteOf);
    parts.push(`EXISTS (SELECT 1 FROM run_favourite WHERE run_id = run.id AND user_id = ${user})`);
  }
  if (filter.search !== undefined && filter.search.trim() !== "") {
    const pattern = sql.parameter(`%${filter.search.trim().replace(/[\\%_]/g, "\\$&")}%`);
    const columns = ["run.name", "run.notes", "run.number::text", "array_to_string(run.tags, ' ')"];
    parts.push(`(${columns.map((column) => `${column} ILIKE ${pattern}`).join(" OR ")})`);
  }
  for (const condition of filter.where ?? []) {
    parts.push(conditionSql(sql, condition));
  }
  return parts.join(" AND ");
}

/** One page of run ids with the number they are ordered by. */
export function runPageSql(
  projectIds: readonly string[],
  filter: RunFilter,
  order: { readonly name: RunOrderName; readonly sort: RunSort | null },
  page: {
    readonly after: RunCursor | null;
    readonly before: RunCursor | null;
    readonly limit: number;
    readonly inverted: boolean;
  },
): { text: string; values: unknown[] } {
  const sql = new RunSql();
  const key = orderKey(sql, order.name, order.sort);
  const where = conditions(sql, projectIds, filter);
  const bounds: string[] = [];
  for (const [cursor, comparison] of [
    [page.after, "<"],
    [page.before, ">"],
  ] as const) {
    if (cursor !== null) {
      bounds.push(`(key, id) ${comparison} (${sql.parameter(cursor.key)}::float8, ${sql.parameter(cursor.id)}::uuid)`);
    }
  }
  const direction = page.inverted ? "ASC" : "DESC";
  return {
    text: `SELECT id, key FROM (SELECT run.id, ${key} AS key FROM ${sql.from()} WHERE ${where}) AS candidate
      ${bounds.length > 0 ? `WHERE ${bounds.join(" AND ")}` : ""}
      ORDER BY key ${direction}, id ${direction} LIMIT ${sql.parameter(page.limit)}`,
    values: sql.values,
  };
}

export function runCountSql(projectIds: readonly string[], filter: RunFilter): { text: string; values: unknown[] } {
  const sql = new RunSql();
  const where = conditions(sql, projectIds, filter);
  return { text: `SELECT count(*)::int AS count FROM ${sql.from()} WHERE ${where}`, values: sql.values };
}

export function encodeRunCursor({ key, id }: RunCursor): string {
  // JSON has no infinities, which runs without a value have.
  return Buffer.from(`${key},${id}`, "utf8").toString("base64url");
}

export function decodeRunCursor(cursor: string | undefined): RunCursor | null {
  if (cursor === undefined) {
    return null;
  }
  const [key = "", id = ""] = Buffer.from(cursor, "base64url").toString("utf8").split(",");
  if (key === "" || Number.isNaN(Number(key)) || !/^[0-9a-f-]{36}$/.test(id)) {
    throw new InvalidInputError("This cursor is not one this connection gave out.", "after");
  }
  return { key: Number(key), id };
}

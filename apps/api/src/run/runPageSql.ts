import { InvalidInputError } from "../errors/expectedErrors.ts";
import { RunSql } from "./RunSql.ts";
import { columnNumberSql, fieldTextSql, type RunSort } from "./runColumns.ts";
import { type RunFilter, runFilterSql } from "./runFilterSql.ts";

export type RunOrderName = "NEWEST" | "OLDEST" | "BEST_VALUE" | "LAST_LOSS" | "DURATION";

export interface RunCursor {
  readonly key: number;
  /** Where runs are sorted by text. */
  readonly text?: string | undefined;
  readonly id: string;
}

const MISSING = "'-Infinity'::float8";

/** Every order but OLDEST sorts a number downwards, ties newest first; what has no number sorts last. */
function orderKey(sql: RunSql, order: RunOrderName, sort: RunSort | null): string {
  if (sort !== null) {
    const number = columnNumberSql(sql, sort.column);
    return `coalesce(${sort.ascending ? "-" : ""}${number}, ${MISSING})`;
  }
  switch (order) {
    case "NEWEST":
    case "OLDEST":
      return "0::float8";
    case "BEST_VALUE":
      return `coalesce(run.best_value, ${MISSING})`;
    case "LAST_LOSS":
      return `coalesce(-${sql.series("loss", "last")}, ${MISSING})`;
    case "DURATION":
      return `coalesce(extract(epoch FROM coalesce(run.finished_at, now()) - run.started_at)::float8, ${MISSING})`;
  }
}

/**
 * One page of run ids with what they are ordered by. A sort by text orders by (whether there is one, text, id), all upwards or all
 * downwards; the others by (number, id), downwards but for OLDEST.
 */
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
  const text = order.sort === null ? null : fieldTextSql(order.sort.column);
  const upwards = order.sort === null ? order.name === "OLDEST" : text !== null && order.sort.ascending === true;
  const key = text === null ? orderKey(sql, order.name, order.sort) : missingLast(text, upwards);
  const keys = text === null ? ["key", "id"] : ["key", "text", "id"];
  const where = runFilterSql(sql, projectIds, filter);
  const bounds: string[] = [];
  for (const [cursor, comparison] of [
    [page.after, upwards ? ">" : "<"],
    [page.before, upwards ? "<" : ">"],
  ] as const) {
    if (cursor !== null) {
      const values = [`${sql.parameter(cursor.key)}::float8`, `${sql.parameter(cursor.id)}::uuid`];
      if (text !== null) {
        values.splice(1, 0, `${sql.parameter(cursor.text ?? "")}::text`);
      }
      bounds.push(`(${keys.join(", ")}) ${comparison} (${values.join(", ")})`);
    }
  }
  const direction = page.inverted === upwards ? "DESC" : "ASC";
  return {
    text: `SELECT ${keys.join(", ")} FROM (
        SELECT run.id, ${key} AS key${text === null ? "" : `, coalesce(${text}, '') AS text`} FROM ${sql.from()} WHERE ${where}
      ) AS candidate
      ${bounds.length > 0 ? `WHERE ${bounds.join(" AND ")}` : ""}
      ORDER BY ${keys.map((name) => `${name} ${direction}`).join(", ")} LIMIT ${sql.parameter(page.limit)}`,
    values: sql.values,
  };
}

function missingLast(column: string, upwards: boolean): string {
  return `(CASE WHEN ${column} IS NULL THEN ${upwards ? 1 : 0} ELSE ${upwards ? 0 : 1} END)::float8`;
}

export function runCountSql(projectIds: readonly string[], filter: RunFilter): { text: string; values: unknown[] } {
  const sql = new RunSql();
  const where = runFilterSql(sql, projectIds, filter);
  return { text: `SELECT count(*)::int AS count FROM ${sql.from()} WHERE ${where}`, values: sql.values };
}

export function encodeRunCursor({ key, text, id }: RunCursor): string {
  // JSON has no infinities, which runs without a value have.
  return Buffer.from([key, id, ...(text === undefined ? [] : [text])].join(","), "utf8").toString("base64url");
}

export function decodeRunCursor(cursor: string | undefined): RunCursor | null {
  if (cursor === undefined) {
    return null;
  }
  const [key = "", id = "", ...text] = Buffer.from(cursor, "base64url").toString("utf8").split(",");
  if (key === "" || Number.isNaN(Number(key)) || !/^[0-9a-f-]{36}$/.test(id)) {
    throw new InvalidInputError("This cursor is not one this connection gave out.", "after");
  }
  return { key: Number(key), id, text: text.length === 0 ? undefined : text.join(",") };
}

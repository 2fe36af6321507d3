import { InvalidInputError } from "../errors/expectedErrors.ts";
import { timeSql } from "../runFilter/conditionTests.ts";
import { RunSql } from "../runFilter/RunSql.ts";
import { RUN_FIELDS } from "../runFilter/runFields.ts";
import { columnNumberSql, columnTextSql, type RunSort, requireOneColumn } from "./runColumns.ts";
import { type RunFilter, runFilterSql } from "./runFilterSql.ts";

export type RunOrderName = "NEWEST" | "OLDEST" | "BEST_VALUE" | "LAST_LOSS" | "DURATION";

export interface RunOrdering {
  readonly name: RunOrderName;
  /** In place of the name. */
  readonly sort: RunSort | null;
}

/** A run's place: what it is ordered by as text, as Postgres prints it, and its id. */
export interface RunCursor {
  readonly keys: readonly string[];
  readonly id: string;
  /** When its page was read: durations of runs that go on are measured to this on the pages after it too, or runs would change places between pages. */
  readonly atMs: number;
}

interface OrderKey {
  readonly sql: string;
  readonly type: "float8" | "text";
}

interface Ordering {
  /** Compared one after the other, the id last. */
  readonly keys: readonly OrderKey[];
  /** All of them upwards, or all downwards. */
  readonly upwards: boolean;
}

const MISSING = "'-Infinity'::float8";

/** What runs are ordered by. Runs without a value come last either way; of equal ones the newest first, but where it goes upwards. */
function orderingOf(sql: RunSql, { name, sort }: RunOrdering, nowMs: number): Ordering {
  if (sort !== null) return columnOrdering(sql, sort, nowMs);
  const downwards = (key: string): Ordering => ({
    keys: [{ sql: `coalesce(${key}, ${MISSING})`, type: "float8" }],
    upwards: false,
  });
  switch (name) {
    case "NEWEST":
    case "OLDEST":
      return { keys: [], upwards: name === "OLDEST" };
    case "BEST_VALUE":
      return downwards("run.best_value");
    case "LAST_LOSS":
      return downwards(`-${sql.series("loss", "last")}`);
    case "DURATION":
      return downwards(RUN_FIELDS.duration.sqlAt(timeSql(sql, nowMs)));
  }
}

/** By numbers alone, by texts alone, or for settings, which may be either, by numbers and then by texts. */
function columnOrdering(sql: RunSql, { column, ascending }: RunSort, nowMs: number): Ordering {
  requireOneColumn(column);
  const upwards = ascending === true;
  const text = columnTextSql(sql, column);
  if (text === null) {
    const number = columnNumberSql(sql, column, () => timeSql(sql, nowMs));
    return { keys: [{ sql: `coalesce(${upwards ? "-" : ""}${number}, ${MISSING})`, type: "float8" }], upwards: false };
  }
  const [there, missing] = upwards ? [0, 2] : [2, 0];
  if (column.setting == null) {
    const rank = `(CASE WHEN ${text} IS NULL THEN ${missing} ELSE ${there} END)::float8`;
    return {
      keys: [
        { sql: rank, type: "float8" },
        { sql: `coalesce(${text}, '')`, type: "text" },
      ],
      upwards,
    };
  }
  const number = sql.numberOf(text);
  const rank = `(CASE WHEN ${text} IS NULL THEN ${missing} WHEN ${number} IS NULL THEN 1 ELSE ${there} END)::float8`;
  return {
    keys: [
      { sql: rank, type: "float8" },
      { sql: `coalesce(${number}, 0)`, type: "float8" },
      { sql: `coalesce(${text}, '')`, type: "text" },
    ],
    upwards,
  };
}

/** One page of run ids with what they are ordered by. */
export function runPageSql(
  projectIds: readonly string[],
  filter: RunFilter,
  order: RunOrdering,
  page: {
    readonly after: RunCursor | null;
    readonly before: RunCursor | null;
    readonly limit: number;
    readonly inverted: boolean;
    /** When the first of these pages was read. */
    readonly atMs: number;
  },
): { text: string; values: unknown[] } {
  const sql = new RunSql();
  const { keys, upwards } = orderingOf(sql, order, page.atMs);
  const names = keys.map((_, index) => `key${index}`);
  const where = runFilterSql(sql, projectIds, filter);
  const bounds = (
    [
      [page.after, "after", upwards ? ">" : "<"],
      [page.before, "before", upwards ? "<" : ">"],
    ] as const
  ).flatMap(([cursor, argument, comparison]) => {
    if (cursor === null) return [];
    const fits = ({ type }: OrderKey, index: number) => type === "text" || isFloat(cursor.keys[index] ?? "");
    if (cursor.keys.length !== keys.length || !keys.every(fits)) throw foreignCursor(argument);
    const values = keys.map(({ type }, index) => `${sql.parameter(cursor.keys[index])}::${type}`);
    return [
      `(${[...names, "id"].join(", ")}) ${comparison} (${[...values, `${sql.parameter(cursor.id)}::uuid`].join(", ")})`,
    ];
  });
  const direction = page.inverted === upwards ? "DESC" : "ASC";
  const selected = keys.map((key, index) => `, ${key.sql} AS key${index}`).join("");
  return {
    text: `SELECT id, ARRAY[${names.map((name) => `${name}::text`).join(", ")}]::text[] AS keys FROM (
        SELECT run.id${selected} FROM ${sql.from()} WHERE ${where}
      ) AS candidate
      ${bounds.length > 0 ? `WHERE ${bounds.join(" AND ")}` : ""}
      ORDER BY ${[...names, "id"].map((name) => `${name} ${direction}`).join(", ")} LIMIT ${sql.parameter(page.limit)}`,
    values: sql.values,
  };
}

export function runCountSql(projectIds: readonly string[], filter: RunFilter): { text: string; values: unknown[] } {
  const sql = new RunSql();
  const where = runFilterSql(sql, projectIds, filter);
  return { text: `SELECT count(*)::int AS count FROM ${sql.from()} WHERE ${where}`, values: sql.values };
}

export function encodeRunCursor({ keys, id, atMs }: RunCursor): string {
  return Buffer.from(JSON.stringify([id, String(atMs), ...keys]), "utf8").toString("base64url");
}

/** Throws {@link InvalidInputError} for a cursor that none of these connections gave out. */
export function decodeRunCursor(cursor: string | undefined, argument: "after" | "before"): RunCursor | null {
  if (cursor === undefined) return null;
  const [id, at, ...keys] = readTexts(Buffer.from(cursor, "base64url").toString("utf8"));
  if (
    id === undefined ||
    !isTime(at) ||
    !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) ||
    keys.join().includes("\0")
  ) {
    throw foreignCursor(argument);
  }
  return { id, keys, atMs: Number(at) };
}

function isTime(text: string | undefined): text is string {
  return /^\d{1,15}$/.test(text ?? "");
}

function isFloat(text: string): boolean {
  return (
    /^(-?Infinity|-?\d+(\.\d+)?(e[-+]\d+)?)$/.test(text) && (text.endsWith("Infinity") || Number.isFinite(Number(text)))
  );
}

function readTexts(text: string): string[] {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) && list.every((item) => typeof item === "string") ? list : [];
  } catch {
    // Not JSON, so none of ours.
    return [];
  }
}

function foreignCursor(argument: string): InvalidInputError {
  return new InvalidInputError("This cursor does not belong to this connection.", argument);
}

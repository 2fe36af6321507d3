import { InvalidInputError } from "../errors/expectedErrors.ts";

export type RunOrderName = "NEWEST" | "BEST_VALUE" | "LAST_LOSS" | "DURATION";

export interface RunFilter {
  readonly projectId?: string | undefined;
  readonly datasetId?: string | undefined;
  readonly status?: readonly string[] | undefined;
  readonly search?: string | undefined;
  readonly archived?: boolean | undefined;
}

export interface RunCursor {
  readonly key: number;
  readonly id: string;
}

// Every order sorts a number downwards, ties newest first; what has no number sorts last.
const orderKeys: Readonly<Record<RunOrderName, string>> = {
  NEWEST: "0::float8",
  BEST_VALUE: "coalesce(run.best_value, '-Infinity'::float8)",
  LAST_LOSS: `coalesce((SELECT -series.last_value FROM metric_series AS series
    WHERE series.run_id = run.id AND series.name = 'loss'), '-Infinity'::float8)`,
  DURATION:
    "coalesce(extract(epoch FROM coalesce(run.finished_at, now()) - run.started_at)::float8, '-Infinity'::float8)",
};

/** Conditions on `run`, with their parameters from `$1`; `projectIds` are those the actor is a member of. */
function conditions(projectIds: readonly string[], filter: RunFilter): { sql: string; values: unknown[] } {
  const values: unknown[] = [projectIds];
  const parts = ["run.project_id = ANY($1::uuid[])"];
  const add = (part: (parameter: string) => string, value: unknown): void => {
    values.push(value);
    parts.push(part(`$${values.length}`));
  };
  if (filter.archived !== undefined) {
    parts.push(`run.archived_at IS ${filter.archived ? "NOT " : ""}NULL`);
  }
  if (filter.projectId !== undefined) {
    add((p) => `run.project_id = ${p}::uuid`, filter.projectId);
  }
  if (filter.datasetId !== undefined) {
    add((p) => `run.dataset_id = ${p}::uuid`, filter.datasetId);
  }
  if (filter.status !== undefined && filter.status.length > 0) {
    add((p) => `run.status::text = ANY(${p}::text[])`, filter.status);
  }
  if (filter.search !== undefined && filter.search.trim() !== "") {
    const pattern = `%${filter.search.trim().replace(/[\\%_]/g, "\\$&")}%`;
    add(
      (p) =>
        `(run.name ILIKE ${p} OR run.notes ILIKE ${p} OR run.number::text ILIKE ${p} OR array_to_string(run.tags, ' ') ILIKE ${p})`,
      pattern,
    );
  }
  return { sql: parts.join(" AND "), values };
}

/** One page of run ids with the number they are ordered by. */
export function runPageSql(
  projectIds: readonly string[],
  filter: RunFilter,
  order: RunOrderName,
  page: {
    readonly after: RunCursor | null;
    readonly before: RunCursor | null;
    readonly limit: number;
    readonly inverted: boolean;
  },
): { text: string; values: unknown[] } {
  const { sql, values } = conditions(projectIds, filter);
  const bounds: string[] = [];
  for (const [cursor, comparison] of [
    [page.after, "<"],
    [page.before, ">"],
  ] as const) {
    if (cursor !== null) {
      values.push(cursor.key, cursor.id);
      bounds.push(`(key, id) ${comparison} ($${values.length - 1}::float8, $${values.length}::uuid)`);
    }
  }
  values.push(page.limit);
  const direction = page.inverted ? "ASC" : "DESC";
  return {
    text: `SELECT id, key FROM (SELECT run.id, ${orderKeys[order]} AS key FROM run WHERE ${sql}) AS candidate
      ${bounds.length > 0 ? `WHERE ${bounds.join(" AND ")}` : ""}
      ORDER BY key ${direction}, id ${direction} LIMIT $${values.length}`,
    values,
  };
}

export function runCountSql(projectIds: readonly string[], filter: RunFilter): { text: string; values: unknown[] } {
  const { sql, values } = conditions(projectIds, filter);
  return { text: `SELECT count(*)::int AS count FROM run WHERE ${sql}`, values };
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

import type { Pool } from "pg";
import { encodeGlobalId } from "../ids/globalId.ts";
import { csvLine } from "./csv.ts";
import { type ParquetColumn, parquetFile } from "./parquetFile.ts";

const SQL = `
SELECT run.id, run.number, run.name, run.run_group AS "group", run.status, run.source, run.recipe, run.preset, run.tags, run.notes, dataset.name AS dataset,
  experiment.name AS experiment, run.created_at AS "createdAt", run.started_at AS "startedAt", run.finished_at AS "finishedAt",
  run.best_value AS "bestValue", run.configuration,
  coalesce((SELECT jsonb_object_agg(name, jsonb_build_object('last', last_value::text, 'min', min_value::text, 'max', max_value::text))
    FROM metric_series WHERE run_id = run.id AND last_value IS NOT NULL), '{}') AS metrics
FROM run LEFT JOIN dataset ON dataset.id = run.dataset_id LEFT JOIN experiment ON experiment.id = run.experiment_id
WHERE run.project_id = ANY($1::uuid[]) AND run.archived_at IS NULL AND run.id < $2::uuid
ORDER BY run.id DESC LIMIT 500`;

const NAMES_SQL = `
SELECT (SELECT coalesce(json_agg(json_build_object('key', key, 'type', type) ORDER BY key), '[]') FROM (
    SELECT key, CASE WHEN count(DISTINCT type) = 1 THEN min(type) ELSE 'mixed' END AS type
    FROM run CROSS JOIN LATERAL jsonb_each(configuration) CROSS JOIN LATERAL nullif(jsonb_typeof(value), 'null') AS type
    WHERE project_id = ANY($1::uuid[]) AND archived_at IS NULL GROUP BY key
  ) AS setting) AS settings,
  ARRAY(SELECT DISTINCT metric_series.name FROM metric_series JOIN run ON run.id = run_id
    WHERE project_id = ANY($1::uuid[]) AND archived_at IS NULL ORDER BY name) AS metrics`;

interface ExportedRun {
  readonly id: string;
  readonly configuration: Readonly<Record<string, unknown>>;
  readonly metrics: Readonly<Record<string, { readonly last: string; readonly min: string; readonly max: string }>>;
  readonly [column: string]: unknown;
}

const AFTER_ALL = "ffffffff-ffff-ffff-ffff-ffffffffffff";

export const runFormats = ["csv", "json", "parquet"] as const;
export type RunFormat = (typeof runFormats)[number];

/** Runs of these projects, newest first, with every setting and each metric's last, least and greatest value; piece by piece. */
export async function* exportRuns(
  pool: Pool,
  projectIds: readonly string[],
  format: RunFormat,
): AsyncGenerator<string | Uint8Array> {
  const pages = readRuns(pool, projectIds);
  if (format === "json") {
    for await (const runs of pages) {
      yield runs.map(({ id, ...run }) => `${JSON.stringify({ id: encodeGlobalId("Run", id), ...run })}\n`).join("");
    }
    return;
  }
  const columns = await columnsOf(pool, projectIds);
  if (format === "parquet") {
    yield* parquetFile(columns, pages);
    return;
  }
  yield csvLine(columns.map(({ name }) => name));
  for await (const runs of pages) {
    yield runs.map((run) => csvLine(columns.map(({ cellOf }) => csvValue(cellOf(run))))).join("");
  }
}

async function* readRuns(pool: Pool, projectIds: readonly string[]): AsyncGenerator<ExportedRun[]> {
  for (let before = AFTER_ALL; ; ) {
    const { rows } = await pool.query<ExportedRun>(SQL, [projectIds, before]);
    yield rows;
    const last = rows.at(-1);
    if (rows.length < 500 || last === undefined) return;
    before = last.id;
  }
}

async function columnsOf(pool: Pool, projectIds: readonly string[]): Promise<ParquetColumn<ExportedRun>[]> {
  const { rows } = await pool.query<{ settings: { key: string; type: string }[]; metrics: string[] }>(NAMES_SQL, [
    projectIds,
  ]);
  const { settings = [], metrics = [] } = rows[0] ?? {};
  const own = (name: string, type: ParquetColumn<ExportedRun>["type"]): ParquetColumn<ExportedRun> => ({
    name,
    type,
    cellOf: (run) => plain(run[name]),
  });
  const figures = ["last", "min", "max"] as const;
  return [
    { name: "id", type: "STRING", cellOf: ({ id }) => encodeGlobalId("Run", id) },
    own("number", "INT32"),
    ...["name", "status", "source", "recipe", "preset", "dataset", "experiment", "group", "tags", "notes"].map((name) =>
      own(name, "STRING"),
    ),
    ...["createdAt", "startedAt", "finishedAt"].map((name) => own(name, "TIMESTAMP")),
    own("bestValue", "DOUBLE"),
    ...settings.map(({ key, type }) => settingColumn(key, type)),
    ...metrics.flatMap((metric) =>
      figures.map(
        (figure): ParquetColumn<ExportedRun> => ({
          name: `${figure}(${metric})`,
          type: "DOUBLE",
          cellOf: (run) => numberOf(run.metrics[metric]?.[figure]),
        }),
      ),
    ),
  ];
}

/** A setting that is a number in every run is a column of numbers; one that is now this and now that is one of text. */
function settingColumn(key: string, type: string): ParquetColumn<ExportedRun> {
  const name = `setting:${key}`;
  if (type === "number") return { name, type: "DOUBLE", cellOf: (run) => (run.configuration[key] as number) ?? null };
  if (type === "boolean")
    return { name, type: "BOOLEAN", cellOf: (run) => (run.configuration[key] as boolean) ?? null };
  return { name, type: "STRING", cellOf: (run) => textOf(run.configuration[key]) };
}

function textOf(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Postgres writes its numbers as text here, for JSON has no NaN. */
function numberOf(text: string | undefined): number | null {
  return text === undefined ? null : Number(text);
}

function plain(value: unknown): string | number | Date | null {
  if (Array.isArray(value)) return value.join(" ");
  return (value as string | number | Date | null | undefined) ?? null;
}

function csvValue(value: unknown): unknown {
  return value instanceof Date ? value.toISOString() : value;
}

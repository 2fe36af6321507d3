import type { Pool } from "pg";
import { encodeGlobalId } from "../graph/globalId.ts";
import { csvLine } from "./csv.ts";
import type { ExportFormat } from "./exportMetrics.ts";

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
SELECT ARRAY(SELECT DISTINCT jsonb_object_keys(configuration) AS key FROM run WHERE project_id = ANY($1::uuid[]) AND archived_at IS NULL ORDER BY key) AS settings,
  ARRAY(SELECT DISTINCT metric_series.name FROM metric_series JOIN run ON run.id = run_id
    WHERE project_id = ANY($1::uuid[]) AND archived_at IS NULL ORDER BY name) AS metrics`;

interface ExportedRun {
  readonly id: string;
  readonly configuration: Readonly<Record<string, unknown>>;
  readonly metrics: Readonly<Record<string, { readonly last: string; readonly min: string; readonly max: string }>>;
  readonly [column: string]: unknown;
}

const AFTER_ALL = "ffffffff-ffff-ffff-ffff-ffffffffffff";

/** Runs of these projects, newest first, with every setting and each metric's last, least and greatest value; piece by piece. */
export async function* exportRuns(
  pool: Pool,
  projectIds: readonly string[],
  format: ExportFormat,
): AsyncGenerator<string> {
  const own = ["number", "name", "status", "source", "recipe", "preset", "dataset", "experiment", "group"];
  own.push("tags", "notes", "createdAt", "startedAt", "finishedAt", "bestValue");
  const { rows: names } = await pool.query<{ settings: string[]; metrics: string[] }>(NAMES_SQL, [projectIds]);
  const { settings = [], metrics = [] } = names[0] ?? {};
  if (format === "csv") {
    const figures = metrics.flatMap((name) => [`last(${name})`, `min(${name})`, `max(${name})`]);
    yield csvLine(["id", ...own, ...settings.map((key) => `setting:${key}`), ...figures]);
  }
  for (let before = AFTER_ALL; ; ) {
    const { rows } = await pool.query<ExportedRun>(SQL, [projectIds, before]);
    yield rows
      .map(({ id, ...run }) => {
        const globalId = encodeGlobalId("Run", id);
        if (format === "json") {
          return `${JSON.stringify({ id: globalId, ...run })}\n`;
        }
        return csvLine([
          globalId,
          ...own.map((column) => plain(run[column])),
          ...settings.map((key) => run.configuration[key]),
          ...metrics.flatMap((name) => [run.metrics[name]?.last, run.metrics[name]?.min, run.metrics[name]?.max]),
        ]);
      })
      .join("");
    const last = rows.at(-1);
    if (rows.length < 500 || last === undefined) {
      return;
    }
    before = last.id;
  }
}

function plain(value: unknown): unknown {
  if (value instanceof Date) {
    return value.toISOString();
  }
  return Array.isArray(value) ? value.join(" ") : value;
}

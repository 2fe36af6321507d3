import type { Pool } from "pg";

/** Names of what runs have beside their fields. Those within objects are joined by dots: `aug.jitter`. */
export interface ColumnNames {
  readonly metrics: readonly string[];
  readonly settings: readonly string[];
  /** Keys of key-value tags. */
  readonly tags: readonly string[];
}

/** Of how many of the newest runs the names are gathered. */
export const RUNS_LOOKED_AT = 500;

/** More are shown to nobody. */
const NAMES_MOST = 5_000;
const DEPTH_MOST = 6;

const SQL = `
WITH RECURSIVE newest AS MATERIALIZED (
  SELECT id, configuration, attributes FROM run WHERE project_id = ANY($1::uuid[]) AND archived_at IS NULL ORDER BY id DESC LIMIT ${RUNS_LOOKED_AT}
),
-- A setting whose value is an object with something in it is no column; what is in it is. Without their values the others are few.
setting AS (
  SELECT DISTINCT key AS name, CASE WHEN jsonb_typeof(value) = 'object' AND value <> '{}' THEN value END AS inner_settings, 1 AS depth
  FROM newest, jsonb_each(CASE WHEN jsonb_typeof(configuration) = 'object' THEN configuration ELSE '{}' END)
  UNION
  SELECT setting.name || '.' || key, CASE WHEN jsonb_typeof(value) = 'object' AND value <> '{}' AND depth < ${DEPTH_MOST - 1} THEN value END, depth + 1
  FROM setting, jsonb_each(setting.inner_settings)
)
SELECT
  ARRAY(SELECT DISTINCT name FROM metric_series WHERE run_id IN (SELECT id FROM newest) ORDER BY name LIMIT ${NAMES_MOST}) AS metrics,
  ARRAY(SELECT DISTINCT name FROM setting WHERE inner_settings IS NULL ORDER BY name LIMIT ${NAMES_MOST}) AS settings,
  ARRAY(SELECT DISTINCT key FROM newest, jsonb_object_keys(attributes) AS key ORDER BY key LIMIT ${NAMES_MOST}) AS tags`;

/** Metrics, settings and tags of the newest runs of these projects. */
export async function readColumnNames(pool: Pool, projectIds: readonly string[]): Promise<ColumnNames> {
  const { rows } = await pool.query<ColumnNames>(SQL, [projectIds]);
  return rows[0] ?? { metrics: [], settings: [], tags: [] };
}

/** A filter is sent again with every page: so long the names are not read again for it. */
const KEPT_MS = 15_000;
const PROJECT_SETS_KEPT = 100;

type Kept = { readonly atMs: number; readonly names: Promise<ColumnNames> };
const keptByPool = new WeakMap<Pool, Map<string, Kept>>();

/** The same, perhaps as they were some seconds ago. */
export function recentColumnNames(pool: Pool, projectIds: readonly string[], nowMs = Date.now()): Promise<ColumnNames> {
  const kept = keptByPool.get(pool) ?? new Map<string, Kept>();
  keptByPool.set(pool, kept);
  const key = [...projectIds].sort().join();
  const known = kept.get(key);
  if (known && nowMs - known.atMs < KEPT_MS) return known.names;
  const names = readColumnNames(pool, projectIds);
  // The oldest go first: a map keeps the order in which keys were set.
  kept.delete(key);
  kept.set(key, { atMs: nowMs, names });
  for (const oldest of [...kept.keys()].slice(0, Math.max(0, kept.size - PROJECT_SETS_KEPT))) kept.delete(oldest);
  names.catch(() => kept.delete(key));
  return names;
}

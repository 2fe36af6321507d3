import { notify } from "@maskyard/store";
import { InvalidInputError } from "../../domain/errors/expectedErrors.ts";
import type { Services } from "../../services.ts";

// A parameter is written once: the same value again is the same call sent twice.
const PARAMETERS_SQL = `
UPDATE run SET configuration = configuration || $2::jsonb
WHERE id = $1 AND NOT EXISTS (
  SELECT 1 FROM jsonb_each($2::jsonb) AS given(key, value)
  JOIN jsonb_each(configuration) AS stored(key, value) USING (key) WHERE given.value <> stored.value
)`;

const STORED_SQL = `
SELECT key, stored.value #>> '{}' AS value FROM run, jsonb_each(configuration) AS stored(key, value)
WHERE id = $1 AND $2::jsonb ? key AND $2::jsonb->key <> stored.value LIMIT 1`;

/** Adds parameters; one that is there keeps its value, and another value for it is refused with nothing written, as MLflow does. */
export async function writeParameters(
  services: Services,
  runId: string,
  parameters: Readonly<Record<string, string>>,
): Promise<void> {
  if (Object.keys(parameters).length === 0) {
    return;
  }
  const { rowCount } = await services.pool.query(PARAMETERS_SQL, [runId, JSON.stringify(parameters)]);
  if (rowCount !== 1) {
    const { rows } = await services.pool.query<{ key: string; value: string }>(STORED_SQL, [
      runId,
      JSON.stringify(parameters),
    ]);
    throw new InvalidInputError(
      `The parameter ${rows[0]?.key} has the value ${JSON.stringify(rows[0]?.value)} already; a parameter keeps its first value.`,
      "params",
    );
  }
  await notify(services.pool, "run_event", { runId, kind: "STATUS" });
}

const TAGS_SQL = `
UPDATE run SET attributes = attributes || $2::jsonb, name = coalesce($3, name), notes = coalesce($4, notes) WHERE id = $1`;

/** Sets key-value tags. Two of MLflow's are a run's name and its notes. */
export async function writeTags(
  services: Services,
  runId: string,
  tags: Readonly<Record<string, string>>,
): Promise<void> {
  if (Object.keys(tags).length === 0) {
    return;
  }
  const { "mlflow.runName": name, "mlflow.note.content": notes, ...attributes } = tags;
  await services.pool.query(TAGS_SQL, [runId, JSON.stringify(attributes), name || null, notes ?? null]);
  await notify(services.pool, "run_event", { runId, kind: "STATUS" });
}

/** @throws InvalidInputError when the run has no such tag */
export async function deleteTag(services: Services, runId: string, key: string): Promise<void> {
  const { rowCount } = await services.pool.query(
    "UPDATE run SET attributes = attributes - $2::text WHERE id = $1 AND attributes ? $2::text",
    [runId, key],
  );
  if (rowCount !== 1) {
    throw new InvalidInputError(`The run has no tag ${JSON.stringify(key)}.`, "key");
  }
}

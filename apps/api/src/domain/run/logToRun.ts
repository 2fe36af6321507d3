import { inTransaction, notify } from "@maskyard/store";
import type { ClientBase } from "pg";
import type { Services } from "../../services.ts";
import { deleteAttribute } from "../attributes/setAttributes.ts";
import { ConflictError, InvalidInputError } from "../errors/expectedErrors.ts";
import { writeRemarks } from "./writeRemarks.ts";

type Pairs = Readonly<Record<string, string>>;

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

/**
 * Adds parameters and sets key-value tags of an external run, all or none. A parameter that is there keeps its value, and another value for it is refused,
 * as MLflow does. Two of MLflow's tags are a run's name and its notes.
 */
export async function logToRun(
  { pool }: Pick<Services, "pool">,
  runId: string,
  { parameters = {}, tags = {} }: { readonly parameters?: Pairs; readonly tags?: Pairs },
): Promise<void> {
  const hasParameters = Object.keys(parameters).length > 0;
  const hasTags = Object.keys(tags).length > 0;
  if (!hasParameters && !hasTags) return;
  await inTransaction(pool, async (client) => {
    if (hasParameters) await addParameters(client, runId, parameters);
    if (hasTags) {
      const { "mlflow.runName": name, "mlflow.note.content": notes, ...attributes } = tags;
      await writeRemarks(client, [runId], { name: name || null, notes, attributes });
    }
    await notify(client, "run_event", { runId, kind: "STATUS" });
  });
}

async function addParameters(client: ClientBase, runId: string, parameters: Pairs): Promise<void> {
  const values = [runId, JSON.stringify(parameters)];
  const { rowCount } = await client.query(PARAMETERS_SQL, values);
  if (rowCount === 1) return;
  const { rows } = await client.query<{ key: string; value: string }>(STORED_SQL, values);
  const [stored] = rows;
  if (stored === undefined) throw new ConflictError("The run was deleted meanwhile.");
  throw new InvalidInputError(
    `The parameter ${stored.key} has the value ${JSON.stringify(stored.value)} already; a parameter keeps its first value.`,
    "params",
  );
}

/** @throws InvalidInputError when the run has no such tag */
export async function deleteRunTag(services: Pick<Services, "pool">, runId: string, key: string): Promise<void> {
  if (!(await deleteAttribute(services, "run", runId, key))) {
    throw new InvalidInputError(`The run has no tag ${JSON.stringify(key)}.`, "key");
  }
  await notify(services.pool, "run_event", { runId, kind: "STATUS" });
}

import { inTransaction, newId } from "@maskyard/store";
import type { PoolClient } from "pg";
import type { Services } from "../../services.ts";
import { ConflictError } from "../errors/expectedErrors.ts";
import { insertExternalRun, type NewExternalRun } from "../run/createExternalRun.ts";
import { HOLDS_MODEL_ATTRIBUTE } from "./finishLoggedModel.ts";

export interface NewLoggedModel {
  /** The run that logs it, or one that is made to hold it alone. */
  readonly run: { readonly id: string } | Omit<NewExternalRun, "id" | "attributes">;
  /** One part of a path: without "/". */
  readonly name: string;
  readonly modelType: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Beside what the program logs under names of its own. */
const FOLDER = "models";

// Whoever logs another model or artifact to the run comes before or after this.
const LOCK_SQL = "SELECT 1 FROM run WHERE id = $1 FOR UPDATE";

// A second model of a name lies beside the first; what the program logged as plain artifacts is not written over either.
const PATH_SQL = `
SELECT path FROM generate_series(1, 100000) AS number
CROSS JOIN LATERAL (SELECT $2 || CASE WHEN number = 1 THEN '' ELSE '-' || number END AS path) AS candidate
WHERE NOT EXISTS (SELECT 1 FROM logged_model AS other WHERE run_id = $1 AND other.path = candidate.path)
  AND NOT EXISTS (
    SELECT 1 FROM run_artifact AS file
    WHERE run_id = $1 AND (file.path = candidate.path OR starts_with(file.path, candidate.path || '/')))
ORDER BY number LIMIT 1`;

const INSERT_SQL = `
INSERT INTO logged_model (id, run_id, name, path, model_type, parameters, attributes) VALUES ($1, $2, $3, $4, $5, $6::jsonb, $7::jsonb)`;

/** A model of a run whose files are yet to come, with a folder of the run's artifacts for them; returns its id. */
export async function createLoggedModel(services: Pick<Services, "pool">, model: NewLoggedModel): Promise<string> {
  const { run, name, modelType, parameters, attributes } = model;
  return inTransaction(services.pool, async (client) => {
    const id = newId();
    const runId =
      "id" in run ? run.id : await insertExternalRun(client, { ...run, attributes: { [HOLDS_MODEL_ATTRIBUTE]: id } });
    const { rowCount } = await client.query(LOCK_SQL, [runId]);
    if (rowCount !== 1) throw new ConflictError("The run has been deleted in the meantime.");
    const path = await freePath(client, runId, name);
    const texts = [JSON.stringify(parameters), JSON.stringify(attributes)];
    await client.query(INSERT_SQL, [id, runId, name, path, modelType, ...texts]);
    return id;
  });
}

async function freePath(client: PoolClient, runId: string, name: string): Promise<string> {
  const { rows } = await client.query<{ path: string }>(PATH_SQL, [runId, `${FOLDER}/${name}`]);
  const [free] = rows;
  if (free === undefined) throw new ConflictError(`The run has too many models called ${JSON.stringify(name)}.`);
  return free.path;
}

import { inTransaction, newId, notify } from "@maskyard/store";
import type { ClientBase } from "pg";
import type { Services } from "../../services.ts";
import { ConflictError, NotFoundError } from "../errors/expectedErrors.ts";
import { nextRunNumbers } from "./insertRun.ts";

export interface NewExternalRun {
  /** The caller's own; a run of this id that the same person made in the project is that run. */
  readonly id?: string | null | undefined;
  readonly projectId: string;
  readonly experimentId: string | null;
  /** Told the number that the run has within its project. */
  readonly name: (number: number) => string;
  readonly group?: string | null | undefined;
  readonly configuration?: Readonly<Record<string, unknown>> | undefined;
  readonly attributes?: Readonly<Record<string, string>> | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly startedAt?: Date | undefined;
  readonly createdById: string;
}

const MADE_BEFORE_SQL = `
SELECT project_id = $2 AND created_by_id = $3 AND source = 'EXTERNAL' AS own FROM run WHERE id = $1`;

const INSERT_SQL = `
INSERT INTO run (id, project_id, experiment_id, source, status, number, name, configuration, attributes, tags, started_at, created_by_id, run_group)
VALUES ($1, $2, $3, 'EXTERNAL', 'RUNNING', $4, $5, $6::jsonb, $7::jsonb, $8, coalesce($9, clock_timestamp()), $10, $11)`;

/**
 * A run of somebody's own program, which logs here from now on; returns its id. Throws {@link ConflictError} for an id that another run has.
 */
export function createExternalRun(services: Pick<Services, "pool">, run: NewExternalRun): Promise<string> {
  return inTransaction(services.pool, (client) => insertExternalRun(client, run));
}

/** {@link createExternalRun} within the caller's transaction. */
export async function insertExternalRun(client: ClientBase, run: NewExternalRun): Promise<string> {
  const runId = run.id ?? newId();
  if (run.id && (await isMadeBefore(client, { ...run, id: run.id }))) return runId;
  const number = await nextRunNumbers(client, run.projectId, 1);
  if (number === null) {
    throw new NotFoundError("There is no such project.");
  }
  await client.query(INSERT_SQL, [
    runId,
    run.projectId,
    run.experimentId,
    number,
    run.name(number),
    JSON.stringify(run.configuration ?? {}),
    JSON.stringify(run.attributes ?? {}),
    run.tags ?? [],
    run.startedAt ?? null,
    run.createdById,
    run.group ?? null,
  ]);
  await notify(client, "run_event", { runId, kind: "STATUS" });
  return runId;
}

/** The project's row stays locked, so that the same call sent twice at once makes one run. */
async function isMadeBefore(client: ClientBase, run: NewExternalRun & { readonly id: string }): Promise<boolean> {
  await client.query("SELECT FROM project WHERE id = $1 FOR UPDATE", [run.projectId]);
  const { rows } = await client.query<{ own: boolean | null }>(MADE_BEFORE_SQL, [
    run.id,
    run.projectId,
    run.createdById,
  ]);
  if (rows[0] && !rows[0].own)
    throw new ConflictError("Another run already has this key. Use a new UUID for each run.");
  return rows.length > 0;
}

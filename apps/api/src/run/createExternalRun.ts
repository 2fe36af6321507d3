import { inTransaction, newId, notify } from "@maskyard/store";
import { NotFoundError } from "../errors/expectedErrors.ts";
import type { Services } from "../services.ts";
import { nextRunNumbers } from "./insertRun.ts";

export interface NewExternalRun {
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

const INSERT_SQL = `
INSERT INTO run (id, project_id, experiment_id, source, status, number, name, configuration, attributes, tags, started_at, created_by_id, run_group)
VALUES ($1, $2, $3, 'EXTERNAL', 'RUNNING', $4, $5, $6::jsonb, $7::jsonb, $8, coalesce($9, clock_timestamp()), $10, $11)`;

/** A run of somebody's own program, which logs here from now on; returns its id. */
export async function createExternalRun(services: Services, run: NewExternalRun): Promise<string> {
  const runId = newId();
  await inTransaction(services.pool, async (client) => {
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
  });
  return runId;
}

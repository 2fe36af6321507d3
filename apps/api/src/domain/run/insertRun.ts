import {
  CONFIGURATION_VERSION,
  insertJobs,
  inTransaction,
  newId,
  notify,
  type RunConfiguration,
  trainJob,
} from "@maskyard/store";
import type { ClientBase, PoolClient } from "pg";
import type { Services } from "../../services.ts";
import { InvalidInputError } from "../errors/expectedErrors.ts";
import type { AllowedLeakage } from "../split/judgeLeakage.ts";
import type { RunInitialWeights } from "./initialWeightsForRun.ts";

export interface NewRun {
  readonly projectId: string;
  readonly datasetId: string;
  readonly snapshotId: string;
  /** Told the number that the run has within its project. */
  readonly name: (number: number) => string;
  readonly group?: string | null | undefined;
  readonly recipe: "MININET" | "TRANSFER";
  readonly preset: string;
  readonly configuration: RunConfiguration;
  readonly initialWeights: RunInitialWeights;
  readonly createdById: string;
  /** What leaks between the subsets, where that was allowed. */
  readonly leakage: AllowedLeakage | null;
  /** `point` counts from 0. */
  readonly sweep?: { readonly id: string; readonly point: number } | undefined;
  readonly clonedFromId?: string | undefined;
  readonly notes?: string | null | undefined;
  readonly tags?: readonly string[] | null | undefined;
  readonly priority?: number | null | undefined;
  readonly requiredLabels?: readonly string[] | null | undefined;
  readonly requiredMemoryMib?: number | null | undefined;
}

const NEXT_RUN_NUMBERS_SQL =
  "UPDATE project SET next_run_number = next_run_number + $2 WHERE id = $1 RETURNING next_run_number - $2 AS number";

/**
 * Gives out the first of so many next numbers of a project's runs; part of the transaction, so that none is skipped or given twice. Null: there is no
 * such project.
 */
export async function nextRunNumbers(client: ClientBase, projectId: string, count: number): Promise<number | null> {
  const { rows } = await client.query<{ number: number }>(NEXT_RUN_NUMBERS_SQL, [projectId, count]);
  return rows[0]?.number ?? null;
}

const INSERT_SQL = `
INSERT INTO run (id, project_id, dataset_id, snapshot_id, number, name, recipe, preset, configuration, seed, created_by_id,
  cloned_from_id, job_id,
  initial_weights_file_id, initial_checkpoint_id, initial_model_version_id, initial_weights_name, leakage, run_group, sweep_id, sweep_point,
  configuration_version, notes, tags)
VALUES ($1, $2, $3, $4, $5, $6, $7::recipe, $8, $9::jsonb, $10, $11, $12, $13, $14, $15, $16, $17, $18::jsonb, $19, $20, $21, $22, $23, $24)`;

/** Writes a queued run and wakes the trainers; returns its id. */
export async function insertRun(services: Services, run: NewRun): Promise<string> {
  return inTransaction(services.pool, async (client) => {
    const [runId] = await insertQueuedRuns(client, run.projectId, [run]);
    if (runId === undefined) {
      throw new Error("insertRun: expected the written run's id, got none");
    }
    return runId;
  });
}

/** Writes queued runs of a project and wakes the trainers, when the transaction commits. Throws {@link InvalidInputError} where the project is gone. */
export async function insertQueuedRuns(
  client: PoolClient,
  projectId: string,
  runs: readonly NewRun[],
): Promise<string[]> {
  const firstNumber = await nextRunNumbers(client, projectId, runs.length);
  if (firstNumber === null) {
    throw new InvalidInputError("The project has been deleted in the meantime.", "datasetId");
  }
  for (const checkpointId of new Set(runs.map((run) => run.initialWeights.checkpointId))) {
    if (checkpointId !== null) {
      await holdCheckpoint(client, checkpointId);
    }
  }
  const jobIds = await insertJobs(
    client,
    trainJob,
    runs.map((run) => ({ ...run, projectId, requiredVersion: CONFIGURATION_VERSION, sweepId: run.sweep?.id })),
  );
  const runIds: string[] = [];
  for (const [index, run] of runs.entries()) {
    const runId = newId();
    runIds.push(runId);
    const number = firstNumber + index;
    await client.query({
      name: "insert-queued-run",
      text: INSERT_SQL,
      values: valuesOf(run, { runId, jobId: jobIds[index] as string, number }),
    });
  }
  const [first] = runIds;
  // Who looks at the table of runs reads it anew: one is enough.
  if (first !== undefined) {
    await notify(client, "run_event", { runId: first, kind: "STATUS" });
  }
  return runIds;
}

function valuesOf(
  run: NewRun,
  { runId, jobId, number }: { readonly runId: string; readonly jobId: string; readonly number: number },
): unknown[] {
  return [
    runId,
    run.projectId,
    run.datasetId,
    run.snapshotId,
    number,
    run.name(number),
    run.recipe,
    run.preset,
    JSON.stringify(run.configuration),
    run.configuration.seed,
    run.createdById,
    run.clonedFromId ?? null,
    jobId,
    run.initialWeights.weightsFileId,
    run.initialWeights.checkpointId,
    run.initialWeights.modelVersionId,
    run.initialWeights.name,
    run.leakage === null ? null : JSON.stringify(run.leakage),
    run.group ?? null,
    run.sweep?.id ?? null,
    run.sweep?.point ?? null,
    CONFIGURATION_VERSION,
    run.notes ?? "",
    [...new Set(run.tags ?? [])].sort(),
  ];
}

/** From here to the commit its retention waits, and then sees the runs that start from it. */
async function holdCheckpoint(client: PoolClient, checkpointId: string): Promise<void> {
  const { rowCount } = await client.query("SELECT 1 FROM checkpoint WHERE id = $1 FOR KEY SHARE", [checkpointId]);
  if (rowCount === 0) {
    throw new InvalidInputError(
      "The checkpoint has been deleted in the meantime. Choose another one.",
      "initialCheckpointId",
    );
  }
}

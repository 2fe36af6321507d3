import { inTransaction, newId, notify, type RunConfiguration } from "@maskyard/store";
import type { PoolClient } from "pg";
import { InvalidInputError } from "../errors/expectedErrors.ts";
import type { Services } from "../services.ts";
import type { AllowedLeakage } from "../split/checkLeakage.ts";
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
  readonly clonedFromId?: string | undefined;
  readonly priority?: number | null | undefined;
  readonly requiredLabels?: readonly string[] | null | undefined;
  readonly requiredMemoryMib?: number | null | undefined;
}

/** Gives out the next number of a project's runs; part of the statement's transaction, so that none is skipped or given twice. */
export const NEXT_RUN_NUMBER_SQL =
  "UPDATE project SET next_run_number = next_run_number + 1 WHERE id = $1 RETURNING next_run_number - 1 AS number";

const INSERT_SQL = `
INSERT INTO run (id, project_id, dataset_id, snapshot_id, number, name, recipe, preset, configuration, seed, created_by_id,
  cloned_from_id, priority, required_labels, required_memory_mib,
  initial_weights_file_id, initial_checkpoint_id, initial_weights_name, leakage, run_group)
VALUES ($1, $2, $3, $4, $5, $6, $7::recipe, $8, $9::jsonb, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19::jsonb, $20)`;

/** Writes a queued run and wakes the trainers; returns its id. */
export async function insertRun(services: Services, run: NewRun): Promise<string> {
  const runId = newId();
  await inTransaction(services.pool, async (client) => {
    const { rows } = await client.query<{ number: number }>(NEXT_RUN_NUMBER_SQL, [run.projectId]);
    const number = rows[0]?.number;
    if (number === undefined) {
      throw new InvalidInputError("The project was deleted meanwhile.", "datasetId");
    }
    if (run.initialWeights.checkpointId !== null) {
      await holdCheckpoint(client, run.initialWeights.checkpointId);
    }
    await client.query(INSERT_SQL, [
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
      run.priority ?? 0,
      run.requiredLabels ?? [],
      run.requiredMemoryMib ?? null,
      run.initialWeights.weightsFileId,
      run.initialWeights.checkpointId,
      run.initialWeights.name,
      run.leakage === null ? null : JSON.stringify(run.leakage),
      run.group ?? null,
    ]);
    await notify(client, "run_queued", { runId });
  });
  return runId;
}

/** From here to the commit its retention waits, and then sees the run that starts from it. */
async function holdCheckpoint(client: PoolClient, checkpointId: string): Promise<void> {
  const { rowCount } = await client.query("SELECT 1 FROM checkpoint WHERE id = $1 FOR KEY SHARE", [checkpointId]);
  if (rowCount === 0) {
    throw new InvalidInputError("The checkpoint was deleted meanwhile; choose another one.", "initialCheckpointId");
  }
}

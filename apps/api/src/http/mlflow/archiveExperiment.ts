import { inTransaction } from "@maskyard/store";
import type { Services } from "../../services.ts";

// Its runs go with it, at the very same time: those that had been deleted before stay so when it is restored.
const DELETE_SQL = `
WITH gone AS (
  UPDATE experiment SET archived_at = clock_timestamp(), updated_at = clock_timestamp()
  WHERE id = $1 AND archived_at IS NULL RETURNING id, archived_at
)
UPDATE run SET archived_at = gone.archived_at FROM gone WHERE run.experiment_id = gone.id AND run.archived_at IS NULL`;

const RUNS_SQL = `
UPDATE run SET archived_at = NULL FROM experiment
WHERE experiment.id = $1 AND run.experiment_id = experiment.id AND run.archived_at = experiment.archived_at`;

const RESTORE_SQL = "UPDATE experiment SET archived_at = NULL, updated_at = clock_timestamp() WHERE id = $1";

/** MLflow deletes an experiment together with its runs; both can be restored. */
export async function archiveExperiment({ pool }: Pick<Services, "pool">, id: string): Promise<void> {
  await pool.query(DELETE_SQL, [id]);
}

/** The experiment, and the runs that were deleted with it. */
export async function restoreExperiment({ pool }: Pick<Services, "pool">, id: string): Promise<void> {
  await inTransaction(pool, async (client) => {
    await client.query("SELECT FROM experiment WHERE id = $1 FOR UPDATE", [id]);
    await client.query(RUNS_SQL, [id]);
    await client.query(RESTORE_SQL, [id]);
  });
}

import { inTransaction, notify } from "@maskyard/store";
import type { PoolClient } from "pg";
import type { Services } from "../../services.ts";

// Its runs go with it, at the very same time: those that had been deleted before stay so when it is restored.
const ARCHIVE_SQL = `
WITH gone AS (
  UPDATE experiment SET archived_at = clock_timestamp(), updated_at = clock_timestamp()
  WHERE id = $1 AND archived_at IS NULL RETURNING id, archived_at
), runs AS (
  UPDATE run SET archived_at = gone.archived_at FROM gone WHERE run.experiment_id = gone.id AND run.archived_at IS NULL
  RETURNING run.id
)
SELECT id FROM runs LIMIT 1`;

const LOCK_SQL = "SELECT FROM experiment WHERE id = $1 FOR UPDATE";

const RUNS_SQL = `
WITH runs AS (
  UPDATE run SET archived_at = NULL FROM experiment
  WHERE experiment.id = $1 AND run.experiment_id = experiment.id AND run.archived_at = experiment.archived_at
  RETURNING run.id
)
SELECT id FROM runs LIMIT 1`;

const RESTORE_SQL = "UPDATE experiment SET archived_at = NULL, updated_at = clock_timestamp() WHERE id = $1";

/** Archives an experiment with its runs; both can be restored. One that is archived already stays as it is. */
export async function archiveExperiment({ pool }: Pick<Services, "pool">, id: string): Promise<void> {
  await inTransaction(pool, async (client) => {
    await client.query(LOCK_SQL, [id]);
    await tellOf(client, ARCHIVE_SQL, id);
  });
}

/** The experiment, and the runs that were archived with it. */
export async function restoreExperiment({ pool }: Pick<Services, "pool">, id: string): Promise<void> {
  await inTransaction(pool, async (client) => {
    await client.query(LOCK_SQL, [id]);
    await tellOf(client, RUNS_SQL, id);
    await client.query(RESTORE_SQL, [id]);
  });
}

/** Who looks at the table of runs reads it anew: one of them is enough. */
async function tellOf(client: PoolClient, sql: string, experimentId: string): Promise<void> {
  const { rows } = await client.query<{ id: string }>(sql, [experimentId]);
  for (const { id } of rows) await notify(client, "run_event", { runId: id, kind: "STATUS" });
}

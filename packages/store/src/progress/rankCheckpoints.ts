import type { PoolClient } from "pg";
import { type CheckpointRetention, readCheckpointRetention } from "../runConfiguration/checkpointRetention.ts";

/**
 * The run's checkpoints that have a value of the metric, the best with rank 1; of equal ones the earlier. A figure of which there was nothing
 * to find is -1 in an evaluation and no value here. $1 the run, $2 the metric, $3 its path within an evaluation's figures, $4 the goal.
 */
export const RANKED_SQL = `
  SELECT id, row_number() OVER (ORDER BY CASE WHEN $4 = 'min' THEN value ELSE -value END, step) AS rank
  FROM (
    SELECT checkpoint.id, checkpoint.step, CASE
      WHEN $2 = 'loss' THEN (checkpoint.metrics->>'loss')::float8
      ELSE (SELECT nullif(greatest((evaluation.metrics #>> $3::text[])::float8, -1), -1) FROM evaluation
        WHERE evaluation.checkpoint_id = checkpoint.id AND subset = 'VAL') END AS value
    FROM checkpoint WHERE run_id = $1
  ) valued WHERE value IS NOT NULL AND value <> 'NaN'`;

const MARK_SQL = `
WITH ranked AS (${RANKED_SQL})
UPDATE checkpoint SET best = NOT best
WHERE run_id = $1 AND best <> (id IS NOT DISTINCT FROM (SELECT id FROM ranked WHERE rank = 1))`;

const CONFIGURATION_SQL = "SELECT configuration FROM run WHERE id = $1";

/** What the run's configuration says is kept. */
export async function retentionOfRun(client: PoolClient, runId: string): Promise<CheckpointRetention> {
  const { rows } = await client.query<{ configuration: unknown }>(CONFIGURATION_SQL, [runId]);
  return readCheckpointRetention(rows[0]?.configuration);
}

/** Parameters $1 to $4 of {@link RANKED_SQL}. */
export function rankParameters(runId: string, { checkpointMetric, checkpointGoal }: CheckpointRetention): unknown[] {
  return [runId, checkpointMetric, checkpointMetric.split("/").slice(1), checkpointGoal];
}

/** Marks the checkpoint that is the run's best by the metric it was launched with, and no other; none where no value is there. */
export async function markBestCheckpoint(client: PoolClient, runId: string): Promise<void> {
  await client.query(MARK_SQL, rankParameters(runId, await retentionOfRun(client, runId)));
}

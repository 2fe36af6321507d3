import type { ClientBase } from "pg";
import { encodeTallies } from "./ImageTally.ts";
import { type RunTallies, readTallies } from "./readTallies.ts";

/**
 * So many image-steps are counted one by one at each reading before the tallies are kept anew, or as many as there are images where these are more:
 * what is written for it stays in proportion to the losses themselves.
 */
const TAIL_LEAST = 4_096;

const FORGET_SQL = "DELETE FROM image_loss_tally WHERE run_id = $1 AND through_step >= $2";

const TAIL_SQL = `
SELECT coalesce(max(tally.images), 0) AS images, coalesce(sum(chunk.count), 0)::int AS tail
FROM (SELECT $1::uuid AS run_id) AS run
LEFT JOIN image_loss_tally AS tally USING (run_id)
LEFT JOIN image_loss_chunk AS chunk ON chunk.run_id = run.run_id AND chunk.first_step > coalesce(tally.through_step, -1)`;

const KEEP_SQL = `
INSERT INTO image_loss_tally (run_id, through_step, images, image_ids, payload)
SELECT $1, $2, $3, string_to_array($4, ',')::uuid[], $5 FROM job
WHERE id = (SELECT job_id FROM run WHERE run.id = $1) AND fencing_token = $6 FOR NO KEY UPDATE
ON CONFLICT (run_id) DO UPDATE SET through_step = excluded.through_step, images = excluded.images, image_ids = excluded.image_ids, payload = excluded.payload`;

/** After losses from `changedFromStep` on were written or cut, in the transaction that did it and holds the run. */
export async function keepTalliesAfterWrite(
  client: ClientBase,
  { runId, fencingToken }: { readonly runId: string; readonly fencingToken: number },
  changedFromStep: number,
): Promise<void> {
  await client.query(FORGET_SQL, [runId, changedFromStep]);
  const { rows } = await client.query<{ images: number; tail: number }>(TAIL_SQL, [runId]);
  const { images = 0, tail = 0 } = rows[0] ?? {};
  if (tail >= Math.max(TAIL_LEAST, images)) {
    await keepTallies(client, { runId, fencingToken }, await readTallies(client, runId));
  }
}

/**
 * Keeps what was read of a run. The token is that of the time of reading: nothing is kept when somebody has claimed the run since, and may have cut it.
 * Of a run that is at work now only its holder may keep anything.
 */
export async function keepTallies(
  client: Pick<ClientBase, "query">,
  { runId, fencingToken }: { readonly runId: string; readonly fencingToken: number },
  { tallies, throughStep }: Pick<RunTallies, "tallies" | "throughStep">,
): Promise<void> {
  const imageIds = [...tallies.keys()].join(",");
  await client.query(KEEP_SQL, [runId, throughStep, tallies.size, imageIds, encodeTallies(tallies), fencingToken]);
}

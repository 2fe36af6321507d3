import type { Pool } from "pg";
import type { RunLease } from "../training/RunLease.ts";
import { underRunLease } from "../training/underRunLease.ts";
import { CHUNK_COLUMNS, type ChunkRow, decodeLosses, insertChunks } from "./imageLossChunk.ts";
import { keepTalliesAfterWrite } from "./keepTallies.ts";

const TAKE_OUT_SQL = `
DELETE FROM image_loss_chunk WHERE run_id = $1 AND last_step > $2 RETURNING ${CHUNK_COLUMNS}`;

/** Removes the image losses of steps greater than `step`, as `truncatePointsAfter` does with the series. Throws `LeaseLostError`. */
export async function truncateImageLossesAfter(
  pool: Pool,
  options: RunLease & { readonly step: number },
): Promise<void> {
  const { runId, step } = options;
  await underRunLease(pool, options, async (client) => {
    const { rows } = await client.query<ChunkRow>(TAKE_OUT_SQL, [runId, step]);
    const kept = rows.flatMap(decodeLosses).filter((loss) => loss.step <= step);
    await insertChunks(client, runId, kept);
    await keepTalliesAfterWrite(client, options, step + 1);
  });
}

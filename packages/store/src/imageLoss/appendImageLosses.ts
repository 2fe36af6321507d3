import type { Pool } from "pg";
import type { RunLease } from "../training/RunLease.ts";
import { underRunLease } from "../training/underRunLease.ts";
import type { ImageLossInput } from "./ImageLoss.ts";
import { CHUNK_COLUMNS, CHUNK_IMAGE_STEPS, type ChunkRow, decodeLosses, insertChunks } from "./imageLossChunk.ts";
import { keepTalliesAfterWrite } from "./keepTallies.ts";

const LARGEST_STEP = 2 ** 31 - 1;

/** The newest chunk while it has room, and whatever holds steps that are written again. */
const TAKE_OUT_SQL = `
DELETE FROM image_loss_chunk WHERE run_id = $1 AND (last_step >= $2
  OR first_step = (SELECT max(first_step) FROM image_loss_chunk WHERE run_id = $1) AND count < ${CHUNK_IMAGE_STEPS})
RETURNING ${CHUNK_COLUMNS}`;

/**
 * Writes each image's losses of some steps, all images of a step in one call. Steps that are there already get the new ones: repeating a
 * call changes nothing. Throws `LeaseLostError`.
 */
export async function appendImageLosses(
  pool: Pool,
  options: RunLease & { readonly losses: readonly ImageLossInput[] },
): Promise<void> {
  const { runId, losses } = options;
  if (losses.length === 0) return;
  const steps = new Set(losses.map((loss) => loss.step));
  for (const step of steps) {
    if (!Number.isInteger(step) || step < 0 || step > LARGEST_STEP) {
      throw new Error(`appendImageLosses: expected a whole step from 0 to ${LARGEST_STEP}, got ${step}`);
    }
  }
  const firstStep = [...steps].reduce((least, step) => Math.min(least, step));
  await underRunLease(pool, options, async (client) => {
    const { rows } = await client.query<ChunkRow>(TAKE_OUT_SQL, [runId, firstStep]);
    const kept: ImageLossInput[] = rows.flatMap(decodeLosses).filter((loss) => !steps.has(loss.step));
    // Sorting is stable: the images of a step stay in the order they were given.
    await insertChunks(
      client,
      runId,
      [...kept, ...losses].sort((a, b) => a.step - b.step),
    );
    await keepTalliesAfterWrite(client, options, firstStep);
  });
}

import type { Pool } from "pg";
import { inTransaction } from "../database/inTransaction.ts";
import type { ImageLoss } from "./ImageLoss.ts";
import { CHUNK_COLUMNS, type ChunkRow, decodeLosses } from "./imageLossChunk.ts";

export interface ImageLossQuery {
  readonly runId: string;
  /** First and last step wanted, both included; the whole run when absent. */
  readonly fromStep?: number;
  readonly toStep?: number;
  /**
   * "greatest": by falling total, NaN first; "step": oldest first, the images of a step in the batch's order; "latest": each image
   * once, as its last step left it, by falling total.
   */
  readonly order: "greatest" | "step" | "latest";
  /** At most so many. */
  readonly first: number;
}

/** Chunks fetched at once: a long run's do not lie in memory together. */
const CHUNKS_A_PAGE = 64;
const LARGEST_STEP = 2 ** 31 - 1;

// The chunk that holds fromStep is the last one that begins at or before it; from there the primary key is walked.
const PAGE_SQL = `
SELECT first_step AS "firstStep", ${CHUNK_COLUMNS} FROM image_loss_chunk
WHERE run_id = $1 AND first_step > $2 AND last_step >= $3 AND first_step <= $4
  AND first_step >= coalesce((SELECT max(first_step) FROM image_loss_chunk WHERE run_id = $1 AND first_step <= $3), $3)
ORDER BY first_step LIMIT ${CHUNKS_A_PAGE}`;

/** The losses of single images, from one state of the database. */
export async function readImageLosses(pool: Pool, query: ImageLossQuery): Promise<ImageLoss[]> {
  const { runId, order, first } = query;
  if (!Number.isInteger(first) || first < 1)
    throw new Error(`readImageLosses: expected first to be 1 or more, got ${first}`);
  const fromStep = Math.min(Math.max(query.fromStep ?? 0, 0), LARGEST_STEP);
  const toStep = Math.min(query.toStep ?? LARGEST_STEP, LARGEST_STEP);
  return inTransaction(
    pool,
    async (client) => {
      let found: ImageLoss[] = [];
      const latest = new Map<string, ImageLoss>();
      let afterStep = -1;
      for (;;) {
        const { rows } = await client.query<ChunkRow & { firstStep: number }>(PAGE_SQL, [
          runId,
          afterStep,
          fromStep,
          toStep,
        ]);
        for (const row of rows) {
          const wanted = decodeLosses(row).filter(({ step }) => step >= fromStep && step <= toStep);
          if (order !== "latest") found.push(...wanted);
          else for (const loss of wanted) latest.set(loss.imageId, loss);
        }
        const last = rows.at(-1);
        const atEnd = rows.length < CHUNKS_A_PAGE || !last;
        if (order === "latest" && atEnd) found = [...latest.values()];
        if (order !== "step") found.sort(byFallingTotal);
        found = found.slice(0, first);
        if (atEnd || (order === "step" && found.length === first)) return found;
        afterStep = last.firstStep;
      }
    },
    { readOnlySnapshot: true },
  );
}

/** NaN is what a search for the worst looks for, so it counts as more than any number. */
function byFallingTotal(a: ImageLoss, b: ImageLoss): number {
  const rank = (loss: ImageLoss) => (Number.isNaN(loss.total) ? Number.POSITIVE_INFINITY : loss.total);
  const [first, second] = [rank(a), rank(b)];
  return first === second ? a.step - b.step : second > first ? 1 : -1;
}

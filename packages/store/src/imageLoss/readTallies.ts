import type { ClientBase } from "pg";
import { addToTallies, decodeTallies, type ImageTallies } from "./ImageTally.ts";
import { decodeTotals } from "./imageLossChunk.ts";

/** What a run made of its images, and how it was found. */
export interface RunTallies {
  readonly tallies: ImageTallies;
  /** Every image-step up to here is counted; -1 where there is none. */
  readonly throughStep: number;
  /** Image-steps that were read one by one, because the kept tallies do not reach them. */
  readonly tail: number;
}

/** Chunks fetched at once: a long run's do not lie in memory together. */
const CHUNKS_A_PAGE = 64;

/** The ids as one text: node-postgres takes an array apart letter by letter, which was half of the time. */
interface PackedRow {
  readonly imageIds: string;
  readonly payload: Buffer;
}

const KEPT_SQL = `
SELECT through_step AS "throughStep", array_to_string(image_ids, ',') AS "imageIds", payload FROM image_loss_tally WHERE run_id = $1`;

// Chunks after the one of $2, from the one on that holds the step $3.
const PAGE_SQL = `
SELECT first_step AS "firstStep", array_to_string(image_ids, ',') AS "imageIds", payload FROM image_loss_chunk
WHERE run_id = $1 AND first_step > $2 AND last_step > $3
  AND first_step >= coalesce((SELECT max(first_step) FROM image_loss_chunk WHERE run_id = $1 AND first_step <= $3), 0)
ORDER BY first_step LIMIT ${CHUNKS_A_PAGE}`;

/** A run's kept tallies, with the losses that came after them: what counting every loss of the run from its first step on would give, bit for bit. */
export async function readTallies(client: ClientBase, runId: string): Promise<RunTallies> {
  const [kept] = (await client.query<PackedRow & { throughStep: number }>(KEPT_SQL, [runId])).rows;
  const tallies: ImageTallies = kept ? decodeTallies(kept.imageIds.split(","), kept.payload) : new Map();
  const keptThrough = kept?.throughStep ?? -1;
  let throughStep = keptThrough;
  let tail = 0;
  let afterChunk = -1;
  for (;;) {
    const { rows } = await client.query<PackedRow & { firstStep: number }>(PAGE_SQL, [runId, afterChunk, keptThrough]);
    for (const row of rows) {
      const chunk = decodeTotals({ imageIds: row.imageIds.split(","), payload: row.payload });
      addToTallies(tallies, chunk, keptThrough);
      tail += chunk.totals.length;
      throughStep = chunk.steps.at(-1) ?? throughStep;
    }
    const last = rows.at(-1);
    if (rows.length < CHUNKS_A_PAGE || !last) return { tallies, throughStep, tail };
    afterChunk = last.firstStep;
  }
}

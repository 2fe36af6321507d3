import type { ClientBase, Pool } from "pg";
import { inTransaction } from "../database/inTransaction.ts";
import { CHUNK_COLUMNS, type ChunkRow, decodeLosses } from "./imageLossChunk.ts";

/** What one image's losses came to over the epochs of several runs. A total that is no number counts in `notNumbers` alone. */
export interface ImageLossSummary {
  readonly imageId: string;
  /** Runs that saw it, and how often they did altogether. */
  readonly runs: number;
  readonly times: number;
  readonly notNumbers: number;
  /**
   * Mean over the runs of its mean total there, divided by the mean of all images of that run: 2 is twice as hard as that run's average, also where
   * runs learned unequally well. NaN where no total was a number.
   */
  readonly relative: number;
  /** Mean over the runs of the total as each last saw it; NaN where none of these was a number. */
  readonly latest: number;
  /** The greatest total, and where it was; NaN and null where none was a number. */
  readonly greatest: number;
  readonly greatestAt: { readonly runId: string; readonly step: number } | null;
}

const CHUNKS_A_PAGE = 64;

const RUNS_SQL = `
SELECT id FROM run WHERE dataset_id = $1 AND archived_at IS NULL
  AND EXISTS (SELECT 1 FROM image_loss_chunk WHERE run_id = run.id)
ORDER BY id DESC LIMIT $2`;

const PAGE_SQL = `
SELECT first_step AS "firstStep", ${CHUNK_COLUMNS} FROM image_loss_chunk
WHERE run_id = $1 AND first_step > $2 ORDER BY first_step LIMIT ${CHUNKS_A_PAGE}`;

/** What a run made of one image. */
interface Seen {
  times: number;
  notNumbers: number;
  sum: number;
  latest: number;
  greatest: number;
  greatestStep: number;
}

/**
 * The images that a dataset's newest runs found hardest, the hardest first; images that gave losses that are no numbers before all others. Reads every loss of
 * these runs, so the work grows with runs and steps; what lies in memory grows with the images alone.
 */
export async function summariseImageLosses(
  pool: Pool,
  { datasetId, runs, first }: { readonly datasetId: string; readonly runs: number; readonly first: number },
): Promise<ImageLossSummary[]> {
  return inTransaction(
    pool,
    async (client) => {
      const { rows } = await client.query<{ id: string }>(RUNS_SQL, [datasetId, runs]);
      const ofRuns: { runId: string; images: Map<string, Seen> }[] = [];
      for (const { id } of rows) ofRuns.push({ runId: id, images: await readRun(client, id) });
      return mergeRuns(ofRuns).sort(hardestFirst).slice(0, first);
    },
    { readOnlySnapshot: true },
  );
}

async function readRun(client: ClientBase, runId: string): Promise<Map<string, Seen>> {
  const images = new Map<string, Seen>();
  let afterStep = -1;
  for (;;) {
    const { rows } = await client.query<ChunkRow & { firstStep: number }>(PAGE_SQL, [runId, afterStep]);
    for (const row of rows) {
      for (const { imageId, step, total } of decodeLosses(row)) {
        const seen = images.get(imageId) ?? {
          times: 0,
          notNumbers: 0,
          sum: 0,
          latest: 0,
          greatest: Number.NaN,
          greatestStep: 0,
        };
        images.set(imageId, seen);
        seen.times++;
        seen.latest = total;
        if (!Number.isFinite(total)) {
          seen.notNumbers++;
          continue;
        }
        seen.sum += total;
        if (!(total <= seen.greatest)) {
          seen.greatest = total;
          seen.greatestStep = step;
        }
      }
    }
    const last = rows.at(-1);
    if (rows.length < CHUNKS_A_PAGE || !last) return images;
    afterStep = last.firstStep;
  }
}

function mergeRuns(ofRuns: readonly { runId: string; images: ReadonlyMap<string, Seen> }[]): ImageLossSummary[] {
  const summaries = new Map<
    string,
    { relatives: number[]; latests: number[]; summary: Omit<ImageLossSummary, "relative" | "latest"> }
  >();
  for (const { runId, images } of ofRuns) {
    const mean = meanOfRun([...images.values()]);
    for (const [imageId, seen] of images) {
      const before = summaries.get(imageId);
      const { summary } = before ?? {
        summary: { imageId, runs: 0, times: 0, notNumbers: 0, greatest: Number.NaN, greatestAt: null },
      };
      const isGreatest = !(seen.greatest <= summary.greatest) && !Number.isNaN(seen.greatest);
      const numbers = seen.times - seen.notNumbers;
      summaries.set(imageId, {
        relatives: [...(before?.relatives ?? []), ...(numbers > 0 && mean > 0 ? [seen.sum / numbers / mean] : [])],
        latests: [...(before?.latests ?? []), ...(Number.isFinite(seen.latest) ? [seen.latest] : [])],
        summary: {
          imageId,
          runs: summary.runs + 1,
          times: summary.times + seen.times,
          notNumbers: summary.notNumbers + seen.notNumbers,
          greatest: isGreatest ? seen.greatest : summary.greatest,
          greatestAt: isGreatest ? { runId, step: seen.greatestStep } : summary.greatestAt,
        },
      });
    }
  }
  return Array.from(summaries.values(), ({ relatives, latests, summary }) => ({
    ...summary,
    relative: meanOf(relatives),
    latest: meanOf(latests),
  }));
}

function meanOfRun(images: readonly Seen[]): number {
  const numbers = images.reduce((count, seen) => count + seen.times - seen.notNumbers, 0);
  return images.reduce((sum, seen) => sum + seen.sum, 0) / numbers;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function hardestFirst(a: ImageLossSummary, b: ImageLossSummary): number {
  if (a.notNumbers !== b.notNumbers) return b.notNumbers - a.notNumbers;
  return b.relative - a.relative || (a.imageId < b.imageId ? -1 : 1);
}

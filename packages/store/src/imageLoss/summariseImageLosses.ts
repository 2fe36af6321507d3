import type { Pool } from "pg";
import { inTransaction } from "../database/inTransaction.ts";
import type { ImageTallies, ImageTally } from "./ImageTally.ts";
import { keepTallies } from "./keepTallies.ts";
import { type RunTallies, readTallies } from "./readTallies.ts";

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

const RUNS_SQL = `
SELECT run.id AS "runId", fencing_token AS "fencingToken", run.status = 'RUNNING' AS "isRunning" FROM run JOIN job ON job.id = run.job_id
WHERE dataset_id = $1 AND archived_at IS NULL AND EXISTS (SELECT 1 FROM image_loss_chunk WHERE run_id = run.id)
ORDER BY run.id DESC LIMIT $2`;

const DELETED_SQL = "SELECT id FROM image WHERE dataset_id = $1 AND deleted_at IS NOT NULL";

interface RunRow {
  readonly runId: string;
  readonly fencingToken: number;
  readonly isRunning: boolean;
}

/**
 * The images that a dataset's newest runs found hardest, the hardest first; images that gave losses that are no numbers before all others. Images that were
 * deleted from the dataset are left out. Reads what is kept of each run and the losses after that, so the work grows with the images. What a run that has ended had not kept yet is kept now.
 */
export async function summariseImageLosses(
  pool: Pool,
  { datasetId, runs, first }: { readonly datasetId: string; readonly runs: number; readonly first: number },
): Promise<ImageLossSummary[]> {
  const read = await inTransaction(
    pool,
    async (client) => {
      const { rows } = await client.query<RunRow>(RUNS_SQL, [datasetId, runs]);
      const all: (RunRow & RunTallies)[] = [];
      for (const run of rows) all.push({ ...run, ...(await readTallies(client, run.runId)) });
      const deleted = await client.query<{ id: string }>(DELETED_SQL, [datasetId]);
      return { runs: all, deleted: new Set(deleted.rows.map(({ id }) => id)) };
    },
    { readOnlySnapshot: true },
  );
  for (const run of read.runs) if (!run.isRunning && run.tail > 0) await keepTallies(pool, run, run);
  return mergeRuns(read.runs)
    .filter(({ imageId }) => !read.deleted.has(imageId))
    .sort(hardestFirst)
    .slice(0, first);
}

interface Merged {
  readonly summary: { -readonly [Field in keyof ImageLossSummary]: ImageLossSummary[Field] };
  relatives: number;
  latests: number;
}

/** `relative` and `latest` are sums until all runs are in. */
function mergeRuns(runs: readonly { readonly runId: string; readonly tallies: ImageTallies }[]): ImageLossSummary[] {
  const merged = new Map<string, Merged>();
  for (const { runId, tallies } of runs) {
    const mean = meanOfRun(tallies);
    for (const [imageId, tally] of tallies) {
      let image = merged.get(imageId);
      if (image === undefined) {
        const figures = { runs: 0, times: 0, notNumbers: 0, relative: 0, latest: 0 };
        image = { summary: { imageId, ...figures, greatest: Number.NaN, greatestAt: null }, relatives: 0, latests: 0 };
        merged.set(imageId, image);
      }
      addRun(image, runId, tally, mean);
    }
  }
  return Array.from(merged.values(), ({ summary, relatives, latests }) => {
    summary.relative /= relatives;
    summary.latest /= latests;
    return summary;
  });
}

function addRun(image: Merged, runId: string, tally: ImageTally, meanOfRun: number): void {
  const { summary } = image;
  summary.runs++;
  summary.times += tally.times;
  summary.notNumbers += tally.notNumbers;
  const numbers = tally.times - tally.notNumbers;
  if (numbers > 0 && meanOfRun > 0) {
    summary.relative += tally.sum / numbers / meanOfRun;
    image.relatives++;
  }
  if (Number.isFinite(tally.latest)) {
    summary.latest += tally.latest;
    image.latests++;
  }
  if (!(tally.greatest <= summary.greatest) && !Number.isNaN(tally.greatest)) {
    summary.greatest = tally.greatest;
    summary.greatestAt = { runId, step: tally.greatestStep };
  }
}

/** Mean total of all images at all steps; NaN where none was a number. */
function meanOfRun(tallies: ImageTallies): number {
  let [sum, numbers] = [0, 0];
  for (const tally of tallies.values()) {
    sum += tally.sum;
    numbers += tally.times - tally.notNumbers;
  }
  return sum / numbers;
}

function hardestFirst(a: ImageLossSummary, b: ImageLossSummary): number {
  if (a.notNumbers !== b.notNumbers) return b.notNumbers - a.notNumbers;
  return b.relative - a.relative || (a.imageId < b.imageId ? -1 : 1);
}

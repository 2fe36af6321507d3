import type { Pool } from "pg";
import { LIVE_IMAGE_SQL } from "../image/liveImage.ts";
import type { StorageProblem } from "./StorageProblem.ts";

/** Steps never go down within a series, from chunk to chunk neither (series/README.md). */
const STEPS_SQL = `
WITH chunk AS (
  SELECT series_id, first_step, last_step, lag(last_step) OVER (PARTITION BY series_id ORDER BY first_index) AS before
  FROM metric_chunk WHERE level = 0
)
SELECT run_id AS subject, name, bool_or(first_step > chunk.last_step OR first_step < before) AS "goesDown"
FROM metric_series JOIN chunk ON series_id = metric_series.id
GROUP BY metric_series.id
HAVING bool_or(first_step > chunk.last_step OR first_step < before) OR metric_series.last_step <> max(chunk.last_step)`;

const REVISIONS_SQL = `
WITH short AS (
  SELECT annotation.id, annotation.dataset_id
  FROM annotation LEFT JOIN annotation_revision AS was ON was.annotation_id = annotation.id AND was.revision <= annotation.revision
  GROUP BY annotation.id HAVING count(was.revision) <> annotation.revision
)
SELECT dataset.id AS subject, dataset.name, count(*)::int AS count, min(short.id::text) AS first
FROM short JOIN dataset ON dataset.id = dataset_id GROUP BY dataset.id`;

/**
 * Images count from the end of their import on, for until then a split could not see them; those that were brought back since may have been
 * deleted when it was made. What the files name need not name all images.
 */
const ASSIGNMENTS_SQL = `
SELECT split.id AS subject, split.name, dataset.name AS "datasetName", count(*)::int AS count, min(image.file_name) AS first
FROM split JOIN dataset ON dataset.id = split.dataset_id JOIN image ON image.dataset_id = split.dataset_id
LEFT JOIN import ON import.id = image.import_id
LEFT JOIN split_assignment AS assignment ON assignment.split_id = split.id AND assignment.image_id = image.id
WHERE split.strategy <> 'FROM_FILES' AND assignment.image_id IS NULL AND ${LIVE_IMAGE_SQL}
  AND coalesce(import.finished_at, image.created_at) < split.created_at - interval '1 minute'
  AND (image.restored_at IS NULL OR image.restored_at < split.created_at - interval '1 minute')
GROUP BY split.id, dataset.name`;

interface Found {
  readonly subject: string;
  readonly name: string;
}
interface Counted extends Found {
  readonly count: number;
  readonly first: string;
}

/** What the rows say that cannot be, or do not say that must be; none of it can be brought back but from a backup. */
export async function checkRecords(pool: Pool): Promise<StorageProblem[]> {
  const steps = await pool.query<Found & { goesDown: boolean }>(STEPS_SQL);
  const revisions = await pool.query<Counted>(REVISIONS_SQL);
  const assignments = await pool.query<Counted & { datasetName: string }>(ASSIGNMENTS_SQL);
  return [
    ...steps.rows.map(
      ({ subject, name, goesDown }): StorageProblem => ({
        kind: "IMPOSSIBLE_STEP",
        subject,
        message: goesDown
          ? `The steps of the series "${name}" go down, which they never do.`
          : `The series "${name}" names another last step than its points have.`,
        repaired: false,
      }),
    ),
    ...revisions.rows.map(
      ({ subject, name, count, first }): StorageProblem => ({
        kind: "MISSING_REVISION",
        subject,
        message: `${count} annotations of the dataset "${name}" lack revisions, first ${first}.`,
        repaired: false,
      }),
    ),
    ...assignments.rows.map(
      ({ subject, name, datasetName, count, first }): StorageProblem => ({
        kind: "MISSING_ASSIGNMENT",
        subject,
        message: `${count} images of "${datasetName}" are in no subset of the split "${name}", first ${first}. Make the split again.`,
        repaired: false,
      }),
    ),
  ];
}

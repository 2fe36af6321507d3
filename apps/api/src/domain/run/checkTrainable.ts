import { LIVE_IMAGE_SQL } from "@maskyard/store";
import type { Pool } from "pg";
import { InvalidInputError } from "../errors/expectedErrors.ts";

const SQL = `
SELECT
  count(*) FILTER (WHERE assignment.subset = 'TRAIN')::int AS "trainImages",
  count(*) FILTER (WHERE assignment.subset = 'VAL')::int AS "valImages",
  coalesce(bool_or(assignment.subset = 'TRAIN' AND EXISTS (
    SELECT 1 FROM annotation WHERE annotation.image_id = assignment.image_id AND annotation.deleted_at IS NULL AND NOT is_crowd
  )), false) AS "trainAnnotated",
  EXISTS (SELECT 1 FROM annotation WHERE dataset_id = $1 AND deleted_at IS NULL) AS "annotated"
FROM split_assignment AS assignment JOIN image ON image.id = assignment.image_id AND ${LIVE_IMAGE_SQL}
WHERE split_id = $2`;

interface Facts {
  trainImages: number;
  valImages: number;
  trainAnnotated: boolean;
  annotated: boolean;
}

/** Throws {@link InvalidInputError} when a training on this split could only fail or learn nothing. */
export async function checkTrainable(
  pool: Pool,
  {
    datasetId,
    splitId,
    splitName,
  }: { readonly datasetId: string; readonly splitId: string; readonly splitName: string },
): Promise<void> {
  const { rows } = await pool.query<Facts>(SQL, [datasetId, splitId]);
  const facts = rows[0];
  if (facts === undefined) {
    throw new Error("checkTrainable: expected one row of counts, got none");
  }
  if (!facts.annotated) {
    throw new InvalidInputError(
      "The dataset has no annotations, so there is nothing to learn. Import some or draw them, then launch again.",
      "datasetId",
    );
  }
  if (facts.trainImages === 0) {
    throw new InvalidInputError(
      `The split "${splitName}" has no images to train on. Choose or create another split.`,
      "splitId",
    );
  }
  if (!facts.trainAnnotated) {
    throw new InvalidInputError(
      `No training image of the split "${splitName}" has an annotation. Choose or create another split.`,
      "splitId",
    );
  }
  if (facts.valImages === 0) {
    throw new InvalidInputError(
      `The split "${splitName}" has no images to validate on, so the run could not be evaluated. Choose or create another split.`,
      "splitId",
    );
  }
}

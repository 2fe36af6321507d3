import type { BoxXywhPx, Geometry } from "@maskyard/annotations";
import type { Pool, PoolClient } from "pg";
import { copyRows } from "../bulk/copyRows.ts";
import { newId } from "../database/newId.ts";
import { notify } from "../notify/channels.ts";
import type { SubsetName } from "../snapshot/SnapshotManifest.ts";
import { recordRung, type SweepStop } from "../sweep/recordRung.ts";
import type { RunLease } from "../training/RunLease.ts";
import { underRunLease } from "../training/underRunLease.ts";
import { markBestCheckpoint } from "./rankCheckpoints.ts";

/** A detection in upright image pixels; `geometry` holds its mask as run lengths. */
export interface PredictionInput {
  readonly imageId: string;
  readonly categoryId: string;
  readonly score: number;
  readonly geometry: Geometry;
  readonly boxXywhPx: BoxXywhPx;
}

/** The part of the COCO figures the best value is taken from; the rest is stored as it is. */
export interface EvaluationMetrics {
  readonly segm?: { readonly AP?: number | null };
}

export interface EvaluationRecord {
  /** Optimizer steps the evaluated weights have had. */
  readonly step: number;
  /** Whole passes over the training images these steps were. */
  readonly epochsDone: number;
  readonly subset: SubsetName;
  readonly metrics: EvaluationMetrics;
  readonly checkpointId?: string | null;
  readonly predictions: readonly PredictionInput[];
}

const DELETE_SQL = "DELETE FROM evaluation WHERE run_id = $1 AND step = $2 AND subset = $3::subset";

const INSERT_SQL = `
INSERT INTO evaluation (id, run_id, checkpoint_id, step, subset, metrics)
VALUES ($1, $2, coalesce($3::uuid, (SELECT id FROM checkpoint WHERE run_id = $2 AND step = $4)), $4, $5::subset, $6::jsonb)`;

const EXISTING_SQL = `
SELECT ARRAY(SELECT id::text FROM image WHERE id = ANY($1::uuid[])) AS "imageIds",
  ARRAY(SELECT id::text FROM category WHERE id = ANY($2::uuid[])) AS "categoryIds"`;

const RAISE_BEST_SQL = `
UPDATE run SET best_value = $2 WHERE id = $1 AND (best_value IS NULL OR best_value < $2)`;

/**
 * Writes an evaluation with its detections, replacing that of the same step and subset. On "val" a mask AP above the run's best becomes its
 * best value, and the best checkpoint is chosen anew; and where a sweep compares its runs at this point, what it decides of this one is
 * written with it.
 */
export async function recordEvaluation(
  pool: Pool,
  options: RunLease & EvaluationRecord,
): Promise<{ evaluationId: string; sweepStop: SweepStop | null }> {
  return underRunLease(pool, options, async (client) => {
    const evaluationId = newId();
    const subset = options.subset.toUpperCase();
    await client.query(DELETE_SQL, [options.runId, options.step, subset]);
    await client.query(INSERT_SQL, [
      evaluationId,
      options.runId,
      options.checkpointId ?? null,
      options.step,
      subset,
      JSON.stringify(options.metrics),
    ]);
    await insertPredictions(client, evaluationId, options.predictions);
    const averagePrecision = options.metrics.segm?.AP;
    if (options.subset === "val" && typeof averagePrecision === "number" && Number.isFinite(averagePrecision)) {
      await client.query(RAISE_BEST_SQL, [options.runId, averagePrecision]);
    }
    if (options.subset === "val") await markBestCheckpoint(client, options.runId);
    const sweepStop = options.subset === "val" ? await recordRung(client, options) : null;
    await notify(client, "run_event", { runId: options.runId, kind: "EVALUATION", step: options.step });
    return { evaluationId, sweepStop };
  });
}

async function insertPredictions(
  client: PoolClient,
  evaluationId: string,
  predictions: readonly PredictionInput[],
): Promise<void> {
  if (predictions.length === 0) return;
  // Images and categories may have been deleted since the snapshot was taken: what points to them cannot be kept.
  const { rows } = await client.query<{ imageIds: string[]; categoryIds: string[] }>(EXISTING_SQL, [
    [...new Set(predictions.map((prediction) => prediction.imageId))],
    [...new Set(predictions.map((prediction) => prediction.categoryId))],
  ]);
  const imageIds = new Set(rows[0]?.imageIds);
  const categoryIds = new Set(rows[0]?.categoryIds);
  await copyRows(
    client,
    "prediction (id, evaluation_id, image_id, category_id, score, geometry, box_x, box_y, box_width, box_height)",
    predictions
      .filter((prediction) => imageIds.has(prediction.imageId) && categoryIds.has(prediction.categoryId))
      .map((prediction) => [
        newId(),
        evaluationId,
        prediction.imageId,
        prediction.categoryId,
        prediction.score,
        JSON.stringify(prediction.geometry),
        ...prediction.boxXywhPx,
      ]),
  );
}

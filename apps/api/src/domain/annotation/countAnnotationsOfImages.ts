import type { Pool } from "pg";
import { countById } from "../dataset/datasetLoads.ts";

export function countAnnotationsOfImages(pool: Pool, imageIds: readonly string[]): Promise<number[]> {
  return countById(
    pool,
    `SELECT image_id AS id, count(*)::int AS count FROM annotation
     WHERE image_id = ANY($1::uuid[]) AND deleted_at IS NULL GROUP BY image_id`,
    imageIds,
  );
}

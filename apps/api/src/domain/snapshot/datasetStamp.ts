import { LIVE_IMAGE_SQL } from "@maskyard/store";
import type { Pool } from "pg";

const STAMP_SQL = `
SELECT
  (SELECT max(updated_at)::text FROM annotation WHERE dataset_id = $1) AS "lastEdit",
  (SELECT max(updated_at)::text FROM category WHERE dataset_id = $1) AS "lastCategoryEdit",
  images.*
FROM (
  SELECT count(*) FILTER (WHERE ${LIVE_IMAGE_SQL})::int AS "imageCount", max(greatest(deleted_at, restored_at))::text AS "lastDeletion"
  FROM image WHERE dataset_id = $1
) AS images`;

interface Stamp {
  lastEdit: string | null;
  lastCategoryEdit: string | null;
  imageCount: number;
  lastDeletion: string | null;
}

/**
 * A text that a change of a dataset's data makes another one: by the last edit of annotations and of categories, the number
 * of images, and when images were last deleted or restored. Of two edits at once the one that began first may land last and go unseen, until the next.
 */
export async function datasetStamp(pool: Pool, datasetId: string): Promise<string> {
  const { rows } = await pool.query<Stamp>(STAMP_SQL, [datasetId]);
  const { lastEdit, lastCategoryEdit, imageCount, lastDeletion } = rows[0] ?? {};
  return `${datasetId} ${lastEdit} ${lastCategoryEdit} ${imageCount} ${lastDeletion}`;
}

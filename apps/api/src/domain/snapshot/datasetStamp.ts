import type { Pool } from "pg";

const STAMP_SQL = `
SELECT
  (SELECT max(updated_at)::text FROM annotation WHERE dataset_id = $1) AS "lastEdit",
  (SELECT max(updated_at)::text FROM category WHERE dataset_id = $1) AS "lastCategoryEdit",
  (SELECT count(*)::int FROM image WHERE dataset_id = $1) AS "imageCount"`;

/**
 * A text that a change of a dataset's data makes another one: by the last edit of annotations and of categories, and the number
 * of images. Of two edits at once the one that began first may land last and go unseen, until the next.
 */
export async function datasetStamp(pool: Pool, datasetId: string): Promise<string> {
  const { rows } = await pool.query<{ lastEdit: string | null; lastCategoryEdit: string | null; imageCount: number }>(
    STAMP_SQL,
    [datasetId],
  );
  const { lastEdit, lastCategoryEdit, imageCount } = rows[0] ?? {};
  return `${datasetId} ${lastEdit} ${lastCategoryEdit} ${imageCount}`;
}

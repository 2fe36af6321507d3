import type { Pool } from "pg";
import type { ImagesWithAnnotations } from "./deleteImages.ts";

/** Images that were deleted together, and have not been restored since. */
export interface ImageDeletion extends ImagesWithAnnotations {
  readonly datasetId: string;
  readonly deletedAt: Date;
  readonly deletedById: string | null;
}

export const DELETIONS_MAX = 100;

const DELETIONS_SQL = `
SELECT newest.*, (
  SELECT count(*)::int FROM image JOIN annotation ON annotation.image_id = image.id AND annotation.deleted_at = image.deleted_at
  WHERE image.dataset_id = $1 AND image.deleted_at = newest."deletedAt"
) AS "annotationCount"
FROM (
  SELECT dataset_id AS "datasetId", deleted_at AS "deletedAt", min(deleted_by_id) AS "deletedById", count(*)::int AS "imageCount"
  FROM image WHERE dataset_id = $1 AND deleted_at IS NOT NULL AND ($2::timestamptz IS NULL OR deleted_at < $2)
  GROUP BY dataset_id, deleted_at ORDER BY deleted_at DESC LIMIT $3
) AS newest
ORDER BY "deletedAt" DESC`;

/** What was deleted of a dataset, the newest first, before a time where one is given; at most {@link DELETIONS_MAX}. */
export async function imageDeletions(
  pool: Pool,
  datasetId: string,
  page: { readonly first: number; readonly before: Date | null },
): Promise<ImageDeletion[]> {
  const first = Math.max(0, Math.min(page.first, DELETIONS_MAX));
  const { rows } = await pool.query<ImageDeletion>(DELETIONS_SQL, [datasetId, page.before, first]);
  return rows;
}

import { inTransaction } from "@maskyard/store";
import type { PoolClient } from "pg";
import { z } from "zod";
import type { Services } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { ConflictError, InvalidInputError } from "../errors/expectedErrors.ts";
import { parseInput } from "../errors/parseInput.ts";
import { type ImagesWithAnnotations, imageIdsSchema, markChanged, requireEditable } from "./deleteImages.ts";

const inputSchema = z.object({
  datasetId: z.string(),
  imageIds: imageIdsSchema.nullish(),
  deletedAt: z.date().nullish(),
});

export interface RestoredImages extends ImagesWithAnnotations {
  readonly datasetId: string;
}

const LOCK_SQL = `
SELECT id, deleted_at IS NOT NULL AS "isDeleted" FROM image
WHERE dataset_id = $1 AND (id = ANY($2::uuid[]) OR deleted_at = $3) ORDER BY id FOR UPDATE`;

// Names that images to restore have twice, or that the dataset has given to others meanwhile.
const TAKEN_SQL = `
SELECT file_name AS "fileName" FROM image
WHERE dataset_id = $1 AND (deleted_at IS NULL OR id = ANY($2::uuid[]))
  AND file_name IN (SELECT file_name FROM image WHERE id = ANY($2::uuid[]))
GROUP BY file_name HAVING count(*) > 1 ORDER BY file_name LIMIT 1`;

const RESTORE_ANNOTATIONS_SQL = `
WITH back AS (
  UPDATE annotation SET revision = annotation.revision + 1, deleted_at = NULL, updated_at = clock_timestamp()
  FROM image WHERE image.id = annotation.image_id AND image.id = ANY($1::uuid[]) AND annotation.deleted_at = image.deleted_at
  RETURNING annotation.*
)
INSERT INTO annotation_revision (annotation_id, revision, change, category_id, geometry, box_x, box_y, box_width, box_height,
  area_px, is_crowd, origin, author_id)
SELECT id, revision, 'RESTORED', category_id, geometry, box_x, box_y, box_width, box_height, area_px, is_crowd, origin, $2
FROM back`;

const RESTORE_SQL = `
UPDATE image SET deleted_at = NULL, deleted_by_id = NULL, restored_at = clock_timestamp() WHERE id = ANY($1::uuid[])`;

/**
 * Brings deleted images back into their dataset, with the annotations that went with them and into the splits they were in; all or nothing.
 * They are named by id, or as all that one deletion took and that are still deleted.
 */
export async function restoreDeletedImages(services: Services, actor: Actor, input: unknown): Promise<RestoredImages> {
  const { datasetId, imageIds, deletedAt } = parseInput(inputSchema, input);
  await requireEditable(services, actor, datasetId);
  if ((imageIds == null) === (deletedAt == null)) {
    throw new InvalidInputError("Name the images by `imageIds`, or their deletion by `deletedAt`.", "imageIds");
  }
  return inTransaction(services.pool, async (client) => {
    await markChanged(client, datasetId);
    const { rows } = await client.query<{ id: string; isDeleted: boolean }>(LOCK_SQL, [
      datasetId,
      imageIds ?? [],
      deletedAt ?? null,
    ]);
    if (imageIds != null && rows.length < new Set(imageIds).size) {
      throw new InvalidInputError(
        "Some of these images do not belong to the dataset. Nothing was restored.",
        "imageIds",
      );
    }
    const ids = rows.filter(({ isDeleted }) => isDeleted).map(({ id }) => id);
    if (ids.length === 0) throw new ConflictError("These images are back already.");
    const taken = await client.query<{ fileName: string }>(TAKEN_SQL, [datasetId, ids]);
    if (taken.rows[0] !== undefined) {
      throw new ConflictError(
        `The dataset has another image by the name ${JSON.stringify(taken.rows[0].fileName)} now. Delete that one first, or restore the others by themselves. Nothing was restored.`,
      );
    }
    const annotationCount = await bringBack(client, actor.userId, ids);
    return { datasetId, imageCount: ids.length, annotationCount };
  });
}

/** Restores images that the caller's transaction has locked; returns how many annotations came with them. */
export async function bringBack(
  client: PoolClient,
  authorId: string | null,
  imageIds: readonly string[],
): Promise<number> {
  const { rowCount } = await client.query(RESTORE_ANNOTATIONS_SQL, [imageIds, authorId]);
  await client.query(RESTORE_SQL, [imageIds]);
  return rowCount ?? 0;
}

import { inTransaction, LIVE_IMAGE_SQL } from "@maskyard/store";
import type { Pool, PoolClient } from "pg";
import { z } from "zod";
import type { Services } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { ProjectAccess } from "../access/projectAccess.ts";
import { ConflictError, InvalidInputError } from "../errors/expectedErrors.ts";
import { parseInput } from "../errors/parseInput.ts";

export const DELETED_AT_ONCE_MAX = 10_000;

export const imageIdsSchema = z
  .array(z.string())
  .min(1, "Name at least one image.")
  .max(DELETED_AT_ONCE_MAX, `At most ${DELETED_AT_ONCE_MAX} images at once.`);
const inputSchema = z.object({ datasetId: z.string(), imageIds: imageIdsSchema });

/** Images, and annotations in force on them, that a deletion takes away or a restoration brings back. */
export interface ImagesWithAnnotations {
  readonly imageCount: number;
  readonly annotationCount: number;
}

export interface DeletedImages extends ImagesWithAnnotations {
  readonly datasetId: string;
  /** By which all of them are restored together. */
  readonly deletedAt: Date;
}

// In one order, so that two who delete the same images wait for one another instead of failing. Nobody draws on them meanwhile: see requireLiveImage.
const LOCK_SQL = `
SELECT id, ${LIVE_IMAGE_SQL} AS "isLive" FROM image WHERE dataset_id = $1 AND id = ANY($2::uuid[]) ORDER BY id FOR UPDATE`;

// In the order in which those who edit lock them.
const LOCK_ANNOTATIONS_SQL = `
SELECT FROM annotation WHERE image_id = ANY($1::uuid[]) AND deleted_at IS NULL ORDER BY id FOR NO KEY UPDATE`;

// To the millisecond, as clients know it: it names the deletion.
const DELETE_SQL = `
UPDATE image SET deleted_at = (SELECT date_trunc('milliseconds', clock_timestamp())), deleted_by_id = $2
WHERE id = ANY($1::uuid[]) RETURNING deleted_at AS "deletedAt"`;

// The same time on both sides is how a restoration tells these annotations from those that somebody had deleted before.
const DELETE_ANNOTATIONS_SQL = `
WITH gone AS (
  UPDATE annotation SET revision = revision + 1, deleted_at = $2, updated_at = clock_timestamp()
  WHERE image_id = ANY($1::uuid[]) AND deleted_at IS NULL
  RETURNING *
)
INSERT INTO annotation_revision (annotation_id, revision, change, category_id, geometry, box_x, box_y, box_width, box_height,
  area_px, is_crowd, origin, author_id)
SELECT id, revision, 'DELETED', category_id, geometry, box_x, box_y, box_width, box_height, area_px, is_crowd, origin, $3
FROM gone`;

/**
 * Takes images out of their dataset, and the annotations in force on them, each with a revision that says so; all or nothing. Their rows and
 * files stay: snapshots, runs, predictions and losses that have them can be read as before, and {@link restoreDeletedImages} undoes it.
 */
export async function deleteImages(services: Services, actor: Actor, input: unknown): Promise<DeletedImages> {
  const { datasetId, imageIds } = parseInput(inputSchema, input);
  await requireEditable(services, actor, datasetId);
  return inTransaction(services.pool, async (client) => {
    await markChanged(client, datasetId);
    const { rows } = await client.query<{ id: string; isLive: boolean }>(LOCK_SQL, [datasetId, imageIds]);
    if (rows.length < new Set(imageIds).size) {
      throw new InvalidInputError(
        "Some of these images do not belong to the dataset. Nothing was deleted.",
        "imageIds",
      );
    }
    const ids = rows.filter(({ isLive }) => isLive).map(({ id }) => id);
    if (ids.length === 0) {
      throw new ConflictError(
        rows.length === 1 ? "This image was deleted already." : "These images were deleted already.",
      );
    }
    await client.query(LOCK_ANNOTATIONS_SQL, [ids]);
    const deleted = await client.query<{ deletedAt: Date }>(DELETE_SQL, [ids, actor.userId]);
    const deletedAt = deleted.rows[0]?.deletedAt;
    if (deletedAt === undefined) throw new Error("deleteImages: expected the images that were locked, found none");
    const { rowCount } = await client.query(DELETE_ANNOTATIONS_SQL, [ids, deletedAt, actor.userId]);
    return { datasetId, deletedAt, imageCount: ids.length, annotationCount: rowCount ?? 0 };
  });
}

const COUNT_SQL = `
SELECT count(*)::int AS "imageCount", coalesce(sum(counted.annotations), 0)::int AS "annotationCount"
FROM image CROSS JOIN LATERAL (
  SELECT count(*) AS annotations FROM annotation WHERE image_id = image.id AND annotation.deleted_at IS NULL
) AS counted
WHERE dataset_id = $1 AND image.id = ANY($2::uuid[]) AND ${LIVE_IMAGE_SQL}`;

/** What {@link deleteImages} would take away now. */
export async function countToDelete(
  pool: Pool,
  datasetId: string,
  imageIds: readonly string[],
): Promise<ImagesWithAnnotations> {
  const ids = parseInput(imageIdsSchema, imageIds);
  const { rows } = await pool.query<ImagesWithAnnotations>(COUNT_SQL, [datasetId, ids]);
  return rows[0] ?? { imageCount: 0, annotationCount: 0 };
}

/** Throws unless the actor may edit the dataset's data. */
export async function requireEditable(services: Services, actor: Actor, datasetId: string): Promise<void> {
  const dataset = await services.prisma.dataset.findUnique({ where: { id: datasetId } });
  await new ProjectAccess(services.prisma, actor).requireRole(dataset?.projectId, "EDITOR", "dataset");
}

/** Call it before the images are locked: whoever deletes the dataset, or imports into it, locks the dataset first too. */
export async function markChanged(client: PoolClient, datasetId: string): Promise<void> {
  await client.query("UPDATE dataset SET updated_at = clock_timestamp() WHERE id = $1", [datasetId]);
}

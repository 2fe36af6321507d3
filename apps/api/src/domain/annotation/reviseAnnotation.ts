import { inTransaction } from "@maskyard/store";
import type { Prisma, RevisionChange } from "@maskyard/store/prisma";
import type { PoolClient } from "pg";
import type { Services } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { ProjectAccess } from "../access/projectAccess.ts";
import { ConflictError, NotFoundError } from "../errors/expectedErrors.ts";
import type { Shape } from "./parseGeometryInput.ts";

export type EditableAnnotation = Prisma.AnnotationGetPayload<{
  include: { image: true; dataset: { select: { projectId: true } } };
}>;

/** The annotation with its image, for an actor who may edit it. */
export async function findEditableAnnotation(
  services: Services,
  actor: Actor,
  annotationId: string,
): Promise<EditableAnnotation> {
  const annotation = await services.prisma.annotation.findFirst({
    where: { id: annotationId, deletedAt: null },
    include: { image: true, dataset: { select: { projectId: true } } },
  });
  await new ProjectAccess(services.prisma, actor).requireRole(annotation?.dataset.projectId, "EDITOR", "annotation");
  if (annotation === null) {
    throw new NotFoundError("There is no such annotation.");
  }
  return annotation;
}

export const CHANGED_MEANWHILE =
  "Somebody changed this annotation since you read it. Look at what it is now, then make your change again.";

interface Revision {
  readonly annotationId: string;
  readonly expectedRevision: number;
  readonly change: Exclude<RevisionChange, "CREATED">;
  readonly categoryId?: string | undefined;
  readonly shape?: Shape | undefined;
  /** Instead of `shape`: one of the annotation's revisions, whose shape comes back. */
  readonly shapeOfRevision?: number | undefined;
}

// The revision in the WHERE is the lock: of two edits that started from the same revision, the second finds no row.
const UPDATE_SQL = `
UPDATE annotation SET revision = annotation.revision + 1, origin = 'PERSON', updated_at = clock_timestamp(),
  deleted_at = CASE WHEN $3 = 'DELETED' THEN clock_timestamp() ELSE NULL END,
  category_id = coalesce($4::uuid, annotation.category_id), geometry = coalesce($5::jsonb, was.geometry, annotation.geometry),
  box_x = coalesce($6::float8, was.box_x, annotation.box_x), box_y = coalesce($7::float8, was.box_y, annotation.box_y),
  box_width = coalesce($8::float8, was.box_width, annotation.box_width),
  box_height = coalesce($9::float8, was.box_height, annotation.box_height),
  area_px = coalesce($10::float8, was.area_px, annotation.area_px)
FROM (SELECT 1) AS one LEFT JOIN annotation_revision AS was ON was.annotation_id = $1 AND was.revision = $11::int
WHERE annotation.id = $1 AND annotation.revision = $2 AND annotation.deleted_at IS NULL`;

/** Writes the present state of annotation $1 as its revision: change $2, author $3. */
export const REVISION_SQL = `
INSERT INTO annotation_revision (annotation_id, revision, change, category_id, geometry, box_x, box_y, box_width, box_height,
  area_px, is_crowd, origin, author_id)
SELECT id, revision, $2::revision_change, category_id, geometry, box_x, box_y, box_width, box_height, area_px, is_crowd, origin, $3
FROM annotation WHERE id = $1`;

/** Writes a change and its revision together. Throws {@link ConflictError} when the annotation is no longer at `expectedRevision`. */
export function reviseAnnotation(services: Services, actor: Actor, revision: Revision): Promise<void> {
  return inTransaction(services.pool, (client) => reviseWith(client, actor, revision));
}

/** {@link reviseAnnotation} within the caller's transaction. */
export async function reviseWith(client: PoolClient, actor: Actor, revision: Revision): Promise<void> {
  const { shape } = revision;
  const { rowCount } = await client.query(UPDATE_SQL, [
    revision.annotationId,
    revision.expectedRevision,
    revision.change,
    revision.categoryId ?? null,
    shape === undefined ? null : JSON.stringify(shape.geometry),
    ...(shape?.boxXywhPx ?? [null, null, null, null]),
    shape?.areaPx ?? null,
    revision.shapeOfRevision ?? null,
  ]);
  if (rowCount !== 1) throw new ConflictError(CHANGED_MEANWHILE);
  await client.query(REVISION_SQL, [revision.annotationId, revision.change, actor.userId]);
}

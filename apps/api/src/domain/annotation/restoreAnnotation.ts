import { inTransaction } from "@maskyard/store";
import type { PoolClient } from "pg";
import type { Services } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { ProjectAccess } from "../access/projectAccess.ts";
import { ConflictError, InvalidInputError, NotFoundError } from "../errors/expectedErrors.ts";
import { requireRestorable } from "./requireRestorable.ts";
import { CHANGED_MEANWHILE, REVISION_SQL } from "./reviseAnnotation.ts";

const RESTORE_SQL = `
UPDATE annotation SET revision = annotation.revision + 1, updated_at = clock_timestamp(), deleted_at = NULL,
  category_id = was.category_id, geometry = was.geometry, box_x = was.box_x, box_y = was.box_y, box_width = was.box_width,
  box_height = was.box_height, area_px = was.area_px, is_crowd = was.is_crowd, origin = was.origin
FROM annotation_revision AS was
WHERE annotation.id = $1 AND annotation.revision = $2 AND was.annotation_id = annotation.id AND was.revision = $3`;

/** Makes an earlier revision's content the present one, within the caller's transaction; also of a deleted annotation. */
export async function restoreWith(
  client: PoolClient,
  actor: Actor,
  { annotationId, expectedRevision, revision }: { annotationId: string; expectedRevision: number; revision: number },
): Promise<void> {
  const { rowCount } = await client.query(RESTORE_SQL, [annotationId, expectedRevision, revision]);
  if (rowCount !== 1) throw new ConflictError(CHANGED_MEANWHILE);
  await client.query(REVISION_SQL, [annotationId, "RESTORED", actor.userId]);
}

/** Throws {@link InvalidInputError} unless an annotation of `revisions` revisions has this one. */
export function requireRevision(revision: number, revisions: number, field: string): void {
  if (revision >= 1 && revision <= revisions) return;
  throw new InvalidInputError(`The annotation has no revision ${revision}; it has 1 to ${revisions}.`, field);
}

export interface RestoreAnnotationValues {
  readonly id: string;
  readonly expectedRevision: number;
  readonly revision: number;
}

/** Gives an annotation, deleted or not, the category and shape of one of its revisions, as a new revision. */
export async function restoreAnnotation(
  services: Services,
  actor: Actor,
  input: RestoreAnnotationValues,
): Promise<void> {
  const annotation = await services.prisma.annotation.findUnique({
    where: { id: input.id },
    include: { dataset: { select: { projectId: true } } },
  });
  await new ProjectAccess(services.prisma, actor).requireRole(annotation?.dataset.projectId, "EDITOR", "annotation");
  if (annotation === null) throw new NotFoundError("There is no such annotation.");
  requireRevision(input.revision, annotation.revision, "revision");
  await inTransaction(services.pool, async (client) => {
    const restored = { annotationId: annotation.id, revision: input.revision };
    await requireRestorable(client, [restored], services.environment.maxShapePoints);
    await restoreWith(client, actor, { ...restored, expectedRevision: input.expectedRevision });
  });
}

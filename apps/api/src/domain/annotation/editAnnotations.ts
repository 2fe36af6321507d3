import { inTransaction } from "@maskyard/store";
import type { RequestServices } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { ProjectAccess } from "../access/projectAccess.ts";
import { LISTED_CATEGORY } from "../category/listedCategory.ts";
import { InvalidInputError, NotFoundError } from "../errors/expectedErrors.ts";
import { checkKey, claimBatch, settleBatch } from "./annotationBatch.ts";
import { type AnnotationEdit, applyEdits, editedId } from "./annotationEdits.ts";
import type { GeometryInputValue } from "./parseGeometryInput.ts";
import { readShapes } from "./readShapes.ts";

const EDITS_MAX = 1_000;

export interface AnnotationBatch {
  readonly imageId: string;
  readonly edits: readonly AnnotationEdit[];
  readonly idempotencyKey?: string | null | undefined;
}

/**
 * Creates, changes, deletes and restores annotations of one image, all or none. A batch that was sent before under the
 * same key changes nothing. Returns the annotations' ids in the order of the edits.
 */
export async function editAnnotations(
  services: RequestServices,
  actor: Actor,
  batch: AnnotationBatch,
): Promise<string[]> {
  const image = await services.prisma.image.findUnique({
    where: { id: batch.imageId },
    include: { dataset: { select: { projectId: true, categories: { where: LISTED_CATEGORY, select: { id: true } } } } },
  });
  await new ProjectAccess(services.prisma, actor).requireRole(image?.dataset.projectId, "EDITOR", "image");
  if (image === null) throw new NotFoundError("There is no such image.");
  const { edits } = batch;
  if (edits.length === 0 || edits.length > EDITS_MAX) {
    throw new InvalidInputError(`A batch has 1 to ${EDITS_MAX} edits, not ${edits.length}.`, "edits");
  }
  const key = checkKey(batch.idempotencyKey);
  // Not all of the image's: it may have a hundred thousand.
  const edited = await services.prisma.annotation.findMany({
    where: { imageId: image.id, id: { in: edits.flatMap((edit) => editedId(edit) ?? []) } },
    select: { id: true, revision: true, deletedAt: true },
  });
  const context = {
    image,
    annotations: new Map(edited.map((annotation) => [annotation.id, annotation])),
    categoryIds: new Set(image.dataset.categories.map(({ id }) => id)),
    shapeOf: await readShapes(services, geometriesOf(edits), image),
    pointsMax: services.environment.maxShapePoints,
  };
  return inTransaction(services.pool, async (client) => {
    if (key === null) return applyEdits(client, actor, edits, context);
    const name = { imageId: image.id, key };
    const made = await claimBatch(client, { ...name, edits });
    if (made !== null) return made;
    const ids = await applyEdits(client, actor, edits, context);
    await settleBatch(client, name, ids);
    return ids;
  });
}

function geometriesOf(edits: readonly AnnotationEdit[]): GeometryInputValue[] {
  return edits.flatMap(({ create, update }) => [create?.geometry ?? [], update?.geometry ?? []].flat());
}

import { inTransaction } from "@maskyard/store";
import type { Annotation } from "@maskyard/store/prisma";
import type { Actor } from "../access/actor.ts";
import { ProjectAccess } from "../access/projectAccess.ts";
import { LISTED_CATEGORY } from "../category/listedCategory.ts";
import { InvalidInputError, NotFoundError } from "../errors/expectedErrors.ts";
import { isUniqueViolation } from "../errors/isUniqueViolation.ts";
import type { RequestServices, Services } from "../services.ts";
import { type AnnotationEdit, applyEdits } from "./annotationEdits.ts";
import type { GeometryInputValue } from "./parseGeometryInput.ts";
import { readShapes } from "./readShapes.ts";

const EDITS_MAX = 1_000;
export const CREATION_KEY_MAX = 100;

export interface AnnotationBatch {
  readonly imageId: string;
  readonly edits: readonly AnnotationEdit[];
  readonly idempotencyKey?: string | null | undefined;
}

/**
 * Creates, changes and deletes annotations of one image, all or none. A batch with creations that was sent before under the
 * same key changes nothing and gives what it gave then. Returns the annotations in the order of the edits.
 */
export async function editAnnotations(
  services: RequestServices,
  actor: Actor,
  batch: AnnotationBatch,
): Promise<Annotation[]> {
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
  const creationKey = checkKey(batch.idempotencyKey);
  const made = creationKey === null ? null : await madeBefore(services, image.id, creationKey, edits);
  if (made !== null) return made;
  // Not all of the image's: it may have a hundred thousand.
  const named = edits.flatMap((edit) => edit.update?.id ?? edit.delete?.id ?? []);
  const inForce = await services.prisma.annotation.findMany({
    where: { imageId: image.id, deletedAt: null, id: { in: named } },
    select: { id: true },
  });
  const context = {
    image,
    annotationIds: new Set(inForce.map(({ id }) => id)),
    categoryIds: new Set(image.dataset.categories.map(({ id }) => id)),
    creationKey,
    shapeOf: await readShapes(services, geometriesOf(edits), image),
  };
  try {
    const ids = await inTransaction(services.pool, (client) => applyEdits(client, actor, edits, context));
    return await readInOrder(services, ids);
  } catch (error) {
    // The same batch, sent twice at once: the other one was first.
    const twin = isUniqueViolation(error) && creationKey !== null;
    const first = twin ? await madeBefore(services, image.id, creationKey, edits) : null;
    if (first === null) throw error;
    return first;
  }
}

function geometriesOf(edits: readonly AnnotationEdit[]): GeometryInputValue[] {
  return edits.flatMap(({ create, update }) => [create?.geometry ?? [], update?.geometry ?? []].flat());
}

/** The client's name of a creation, or null. */
export function checkKey(key: string | null | undefined): string | null {
  if (key == null) return null;
  if (key.length < 8 || key.length > CREATION_KEY_MAX) {
    throw new InvalidInputError(`An idempotency key has 8 to ${CREATION_KEY_MAX} characters.`, "idempotencyKey");
  }
  return key;
}

async function madeBefore(
  services: Services,
  imageId: string,
  key: string,
  edits: readonly AnnotationEdit[],
): Promise<Annotation[] | null> {
  const keys = edits.flatMap((edit, i) => (edit.create == null ? [] : [`${key} ${i}`]));
  const found = await services.prisma.annotation.findMany({ where: { imageId, creationKey: { in: keys } } });
  if (found.length === 0) return null;
  const byKey = new Map(found.map((annotation) => [annotation.creationKey, annotation.id]));
  const ids = edits.flatMap((edit, i) => byKey.get(`${key} ${i}`) ?? edit.update?.id ?? edit.delete?.id ?? []);
  return readInOrder(services, ids);
}

async function readInOrder(services: Services, ids: readonly string[]): Promise<Annotation[]> {
  const rows = await services.prisma.annotation.findMany({ where: { id: { in: [...ids] } } });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

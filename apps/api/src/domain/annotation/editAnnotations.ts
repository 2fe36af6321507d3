import { inTransaction } from "@maskyard/store";
import type { Image } from "@maskyard/store/prisma";
import type { PoolClient } from "pg";
import type { RequestServices } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { ProjectAccess } from "../access/projectAccess.ts";
import { listedAmong, lockCategories } from "../category/lockCategories.ts";
import { InvalidInputError, NotFoundError } from "../errors/expectedErrors.ts";
import { requireLiveImage } from "../image/requireLiveImage.ts";
import { checkKey, claimBatch, settleBatch } from "./annotationBatch.ts";
import { type AnnotationEdit, applyEdits, type EditContext, editedId, namedCategoryId } from "./annotationEdits.ts";
import type { GeometryInputValue } from "./parseGeometryInput.ts";
import { readShapes } from "./readShapes.ts";

const EDITS_MAX = 1_000;

const EDITED_SQL = `
SELECT id, revision, deleted_at AS "deletedAt" FROM annotation WHERE image_id = $1 AND id = ANY($2::uuid[])`;

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
    include: { dataset: { select: { projectId: true } } },
  });
  await new ProjectAccess(services.prisma, actor).requireRole(image?.dataset.projectId, "EDITOR", "image");
  if (image === null) throw new NotFoundError("There is no such image.");
  const { edits } = batch;
  if (edits.length === 0 || edits.length > EDITS_MAX) {
    throw new InvalidInputError(`A batch has 1 to ${EDITS_MAX} edits, not ${edits.length}.`, "edits");
  }
  const key = checkKey(batch.idempotencyKey);
  const shapeOf = await readShapes(services, geometriesOf(edits), image);
  const pointsMax = services.environment.maxShapePoints;
  const categoryIds = [...new Set(edits.flatMap((edit) => namedCategoryId(edit) ?? []))];
  return inTransaction(services.pool, async (client) => {
    // Before all else, as whoever deletes the dataset locks it first.
    if (categoryIds.length > 0) await lockCategories(client, image.datasetId, "use");
    await requireLiveImage(client, image.id);
    const apply = async () =>
      applyEdits(client, actor, edits, {
        ...(await readEdited(client, image, edits, categoryIds)),
        shapeOf,
        pointsMax,
      });
    if (key === null) return apply();
    const name = { imageId: image.id, key };
    const made = await claimBatch(client, { ...name, edits });
    if (made !== null) return made;
    const ids = await apply();
    await settleBatch(client, name, ids);
    return ids;
  });
}

/** What the edits stand on, as it is within the transaction that makes them. */
async function readEdited(
  client: PoolClient,
  image: Image,
  edits: readonly AnnotationEdit[],
  categoryIds: readonly string[],
): Promise<Omit<EditContext, "shapeOf" | "pointsMax">> {
  // Not all of the image's: it may have a hundred thousand.
  const { rows } = await client.query<{ id: string; revision: number; deletedAt: Date | null }>(EDITED_SQL, [
    image.id,
    edits.flatMap((edit) => editedId(edit) ?? []),
  ]);
  return {
    image,
    annotations: new Map(rows.map((annotation) => [annotation.id, annotation])),
    categoryIds: await listedAmong(client, image.datasetId, categoryIds),
  };
}

function geometriesOf(edits: readonly AnnotationEdit[]): GeometryInputValue[] {
  return edits.flatMap(({ create, update }) => [create?.geometry ?? [], update?.geometry ?? []].flat());
}

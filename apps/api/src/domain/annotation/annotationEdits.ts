import { insertAnnotations, newId } from "@maskyard/store";
import type { Image } from "@maskyard/store/prisma";
import type { PoolClient } from "pg";
import type { Actor } from "../access/actor.ts";
import { ConflictError, InvalidInputError, NotFoundError } from "../errors/expectedErrors.ts";
import { isUniqueViolation } from "../errors/isUniqueViolation.ts";
import type { GeometryInputValue, Shape } from "./parseGeometryInput.ts";
import { NOT_OF_THE_DATASET } from "./requireCategoryOf.ts";
import { requireRestorable } from "./requireRestorable.ts";
import { requireRevision, restoreWith } from "./restoreAnnotation.ts";
import { reviseWith } from "./reviseAnnotation.ts";

/** One change of a batch: exactly one of the four. */
export interface AnnotationEdit {
  readonly create?: CreateEdit | null | undefined;
  readonly update?: UpdateEdit | null | undefined;
  readonly delete?: DeleteEdit | null | undefined;
  readonly restore?: RestoreEdit | null | undefined;
}

interface CreateEdit {
  /** A UUID that the client made; made here when absent. */
  readonly id?: string | undefined;
  readonly categoryId: string;
  readonly geometry: GeometryInputValue;
}

interface DeleteEdit {
  readonly id: string;
  readonly expectedRevision: number;
}

interface UpdateEdit extends DeleteEdit {
  readonly categoryId?: string | undefined;
  readonly geometry?: GeometryInputValue | null | undefined;
  /** Instead of `geometry`: an earlier revision, whose shape comes back as it is stored. */
  readonly geometryOfRevision?: number | null | undefined;
}

interface RestoreEdit extends DeleteEdit {
  readonly revision: number;
}

/** What the edits stand on: the image, those of its annotations that the edits speak of, and its dataset's categories. */
export interface EditContext {
  readonly image: Image;
  readonly annotations: ReadonlyMap<string, { readonly revision: number; readonly deletedAt: Date | null }>;
  readonly categoryIds: ReadonlySet<string>;
  /** Of what was drawn. Throws {@link InvalidInputError}. */
  readonly shapeOf: (geometry: GeometryInputValue) => Shape;
  /** Points of a shape that a revision brings back. */
  readonly pointsMax: number;
}

/** The annotation that an edit of an existing one speaks of. */
export function editedId(edit: AnnotationEdit): string | undefined {
  return (edit.update ?? edit.delete ?? edit.restore)?.id;
}

/** Makes the edits in their order within the caller's transaction; returns the annotations' ids. Throws with the edit's place. */
export async function applyEdits(
  client: PoolClient,
  actor: Actor,
  edits: readonly AnnotationEdit[],
  context: EditContext,
): Promise<string[]> {
  const ids: string[] = [];
  for (const [i, edit] of edits.entries()) {
    try {
      ids.push(await applyEdit(client, actor, edit, context));
    } catch (error) {
      throw placed(error, i);
    }
  }
  return ids;
}

async function applyEdit(
  client: PoolClient,
  actor: Actor,
  edit: AnnotationEdit,
  context: EditContext,
): Promise<string> {
  const { create, update, restore } = edit;
  if ([create, update, edit.delete, restore].filter((part) => part != null).length !== 1) {
    throw new InvalidInputError("Give exactly one of create, update, delete and restore.");
  }
  if (create != null) return applyCreate(client, actor, create, context);
  const id = editedId(edit) as string;
  const known = context.annotations.get(id);
  if (known === undefined || (known.deletedAt !== null && edit.delete != null)) {
    throw new NotFoundError("There is no such annotation on this image.");
  }
  if (restore != null) {
    requireRevision(restore.revision, known.revision, "revision");
    await requireRestorable(client, [{ annotationId: id, revision: restore.revision }], context.pointsMax);
    await restoreWith(client, actor, { ...restore, annotationId: id });
  } else if (update != null) {
    await applyUpdate(client, actor, update, known.revision, context);
  } else {
    const expectedRevision = edit.delete?.expectedRevision as number;
    await reviseWith(client, actor, { annotationId: id, expectedRevision, change: "DELETED" });
  }
  return id;
}

async function applyCreate(
  client: PoolClient,
  actor: Actor,
  { id = newId(), categoryId, geometry }: CreateEdit,
  context: EditContext,
): Promise<string> {
  const { image } = context;
  requireCategory(context, categoryId);
  const shape = context.shapeOf(geometry);
  const place = { id, datasetId: image.datasetId, imageId: image.id, categoryId };
  const row = { ...place, isCrowd: false, origin: "PERSON", authorId: actor.userId, ...shape } as const;
  try {
    await insertAnnotations(client, [row]);
  } catch (error) {
    if (isUniqueViolation(error)) throw new ConflictError("There is an annotation with this id already.");
    throw error;
  }
  return id;
}

async function applyUpdate(
  client: PoolClient,
  actor: Actor,
  { id, expectedRevision, categoryId, geometry, geometryOfRevision }: UpdateEdit,
  revision: number,
  context: EditContext,
): Promise<void> {
  if (categoryId !== undefined) requireCategory(context, categoryId);
  if (categoryId === undefined && geometry == null && geometryOfRevision == null) {
    throw new InvalidInputError("Nothing to change: give `categoryId`, `geometry` or both.");
  }
  if (geometry != null && geometryOfRevision != null) {
    throw new InvalidInputError("Give either `geometry` or `geometryOfRevision`.", "geometryOfRevision");
  }
  if (geometryOfRevision != null) {
    requireRevision(geometryOfRevision, revision, "geometryOfRevision");
    await requireRestorable(client, [{ annotationId: id, revision: geometryOfRevision }], context.pointsMax);
  }
  await reviseWith(client, actor, {
    annotationId: id,
    expectedRevision,
    change: "CHANGED",
    categoryId,
    shape: geometry == null ? undefined : context.shapeOf(geometry),
    shapeOfRevision: geometryOfRevision ?? undefined,
  });
}

function requireCategory({ categoryIds }: EditContext, categoryId: string): void {
  if (!categoryIds.has(categoryId)) {
    throw new InvalidInputError(NOT_OF_THE_DATASET, "categoryId");
  }
}

/** The same error with the place of its edit, so that a person with a hundred of them finds it. */
function placed(error: unknown, index: number): unknown {
  const at = `edits.${index}`;
  if (error instanceof InvalidInputError) {
    return new InvalidInputError(error.message, error.field === null ? at : `${at}.${error.field}`);
  }
  if (error instanceof ConflictError) return new ConflictError(`Edit ${index + 1}: ${error.message}`);
  if (error instanceof NotFoundError) return new NotFoundError(`Edit ${index + 1}: ${error.message}`);
  return error;
}

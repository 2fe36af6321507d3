import { insertAnnotations, newId } from "@maskyard/store";
import type { Image } from "@maskyard/store/prisma";
import type { PoolClient } from "pg";
import type { Actor } from "../access/actor.ts";
import { ConflictError, InvalidInputError, NotFoundError } from "../errors/expectedErrors.ts";
import type { GeometryInputValue, Shape } from "./parseGeometryInput.ts";
import { NOT_OF_THE_DATASET } from "./requireCategoryOf.ts";
import { reviseWith } from "./reviseAnnotation.ts";

/** One change of a batch: exactly one of the three. */
export interface AnnotationEdit {
  readonly create?: { readonly categoryId: string; readonly geometry: GeometryInputValue } | null | undefined;
  readonly update?:
    | {
        readonly id: string;
        readonly expectedRevision: number;
        readonly categoryId?: string | undefined;
        readonly geometry?: GeometryInputValue | null | undefined;
      }
    | null
    | undefined;
  readonly delete?: { readonly id: string; readonly expectedRevision: number } | null | undefined;
}

/** What the edits stand on: the image, those annotations in force that they name, and its dataset's categories. */
export interface EditContext {
  readonly image: Image;
  readonly annotationIds: ReadonlySet<string>;
  readonly categoryIds: ReadonlySet<string>;
  readonly creationKey: string | null;
  /** Of what was drawn. Throws {@link InvalidInputError}. */
  readonly shapeOf: (geometry: GeometryInputValue) => Shape;
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
      ids.push(await applyEdit(client, actor, edit, context, i));
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
  index: number,
): Promise<string> {
  const { image } = context;
  const { create, update } = edit;
  if ([create, update, edit.delete].filter((part) => part != null).length !== 1) {
    throw new InvalidInputError("Give exactly one of create, update and delete.");
  }
  if (create != null) {
    requireCategory(context, create.categoryId);
    const id = newId();
    await insertAnnotations(client, [
      {
        id,
        datasetId: image.datasetId,
        imageId: image.id,
        categoryId: create.categoryId,
        isCrowd: false,
        origin: "PERSON",
        authorId: actor.userId,
        creationKey: context.creationKey === null ? null : `${context.creationKey} ${index}`,
        ...context.shapeOf(create.geometry),
      },
    ]);
    return id;
  }
  const change = update ?? edit.delete;
  if (change == null || !context.annotationIds.has(change.id)) {
    throw new NotFoundError("There is no such annotation on this image.");
  }
  if (update?.categoryId !== undefined) requireCategory(context, update.categoryId);
  if (update != null && update.categoryId === undefined && update.geometry == null) {
    throw new InvalidInputError("Nothing to change: give `categoryId`, `geometry` or both.");
  }
  await reviseWith(client, actor, {
    annotationId: change.id,
    expectedRevision: change.expectedRevision,
    change: update == null ? "DELETED" : "CHANGED",
    categoryId: update?.categoryId,
    shape: update?.geometry == null ? undefined : context.shapeOf(update.geometry),
  });
  return change.id;
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

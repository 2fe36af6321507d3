import type { RequestServices } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { InvalidInputError } from "../errors/expectedErrors.ts";
import type { GeometryInputValue } from "./parseGeometryInput.ts";
import { readShapes } from "./readShapes.ts";
import { requireCategoryOf } from "./requireCategoryOf.ts";
import { findEditableAnnotation, reviseAnnotation } from "./reviseAnnotation.ts";

export interface UpdateAnnotationValues {
  readonly id: string;
  readonly expectedRevision: number;
  readonly categoryId?: string | undefined;
  readonly geometry?: GeometryInputValue | null | undefined;
}

/** Gives an annotation another category, another shape or both. */
export async function updateAnnotation(
  services: RequestServices,
  actor: Actor,
  input: UpdateAnnotationValues,
): Promise<void> {
  const annotation = await findEditableAnnotation(services, actor, input.id);
  if (input.categoryId === undefined && input.geometry == null) {
    throw new InvalidInputError("Nothing to change: give `categoryId`, `geometry` or both.");
  }
  if (input.categoryId !== undefined) {
    await requireCategoryOf(services, annotation.datasetId, input.categoryId);
  }
  const { geometry } = input;
  const shapeOf = geometry == null ? null : await readShapes(services, [geometry], annotation.image);
  await reviseAnnotation(services, actor, {
    annotationId: annotation.id,
    expectedRevision: input.expectedRevision,
    change: "CHANGED",
    categoryId: input.categoryId,
    shape: geometry == null ? undefined : shapeOf?.(geometry),
  });
}

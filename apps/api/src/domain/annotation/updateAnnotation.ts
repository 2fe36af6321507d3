import { inTransaction } from "@maskyard/store";
import type { PoolClient } from "pg";
import type { RequestServices } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { listedAmong, lockCategories } from "../category/lockCategories.ts";
import { InvalidInputError } from "../errors/expectedErrors.ts";
import { notOfTheDataset } from "./annotationEdits.ts";
import type { GeometryInputValue } from "./parseGeometryInput.ts";
import { readShapes } from "./readShapes.ts";
import { type Revision, reviseAll } from "./reviseAll.ts";
import { findEditableAnnotation } from "./reviseAnnotation.ts";

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
    throw new InvalidInputError("There is nothing to change. Give `categoryId`, `geometry` or both.");
  }
  const { geometry, categoryId } = input;
  const shapeOf = geometry == null ? null : await readShapes(services, [geometry], annotation.image);
  await inTransaction(services.pool, async (client) => {
    if (categoryId !== undefined) await requireCategoryOf(client, annotation.datasetId, categoryId);
    const revision: Revision = {
      annotationId: annotation.id,
      expectedRevision: input.expectedRevision,
      change: "CHANGED",
      categoryId,
      shape: geometry == null ? undefined : shapeOf?.(geometry),
    };
    await reviseAll(client, actor, [revision]);
  });
}

/** Throws {@link InvalidInputError} unless the category is one of the dataset's, and then holds it. */
async function requireCategoryOf(client: PoolClient, datasetId: string, categoryId: string): Promise<void> {
  await lockCategories(client, datasetId, "use");
  const listed = await listedAmong(client, datasetId, [categoryId]);
  if (!listed.has(categoryId)) throw notOfTheDataset();
}

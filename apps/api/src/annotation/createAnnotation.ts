import { insertAnnotations, inTransaction, newId } from "@maskyard/store";
import type { Actor } from "../access/actor.ts";
import { ProjectAccess } from "../access/projectAccess.ts";
import type { Services } from "../services.ts";
import { type GeometryInputValue, parseGeometryInput } from "./parseGeometryInput.ts";
import { requireCategoryOf } from "./requireCategoryOf.ts";

export interface CreateAnnotationValues {
  readonly imageId: string;
  readonly categoryId: string;
  readonly geometry: GeometryInputValue;
}

/** A shape a person drew, with its first revision. Returns its id. */
export async function createAnnotation(
  services: Services,
  actor: Actor,
  input: CreateAnnotationValues,
): Promise<string> {
  const image = await services.prisma.image.findUnique({
    where: { id: input.imageId },
    include: { dataset: { select: { projectId: true } } },
  });
  await new ProjectAccess(services.prisma, actor).requireRole(image?.dataset.projectId, "EDITOR", "image");
  if (image === null) {
    throw new Error("createAnnotation: expected requireRole to refuse an image that is not there");
  }
  await requireCategoryOf(services, image.datasetId, input.categoryId);
  const shape = parseGeometryInput(input.geometry, image);
  const id = newId();
  await inTransaction(services.pool, (client) =>
    insertAnnotations(client, [
      {
        id,
        datasetId: image.datasetId,
        imageId: image.id,
        categoryId: input.categoryId,
        isCrowd: false,
        origin: "PERSON",
        authorId: actor.userId,
        ...shape,
      },
    ]),
  );
  return id;
}

import type { RequestServices } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { InvalidInputError } from "../errors/expectedErrors.ts";
import { editAnnotations } from "./editAnnotations.ts";
import type { GeometryInputValue } from "./parseGeometryInput.ts";

export interface CreateAnnotationValues {
  readonly id?: string | undefined;
  readonly imageId: string;
  readonly categoryId: string;
  readonly geometry: GeometryInputValue;
  readonly idempotencyKey?: string | null | undefined;
}

/** A shape a person drew, with its first revision. Returns its id; one sent twice under a key makes one annotation. */
export async function createAnnotation(
  services: RequestServices,
  actor: Actor,
  { id, imageId, categoryId, geometry, idempotencyKey }: CreateAnnotationValues,
): Promise<string> {
  const [createdId] = await editAnnotations(services, actor, {
    imageId,
    edits: [{ create: { id, categoryId, geometry } }],
    idempotencyKey,
  }).catch((error: unknown) => {
    throw error instanceof InvalidInputError
      ? new InvalidInputError(error.message, error.field?.replace(/^edits\.0\.?/, "") || null)
      : error;
  });
  if (createdId === undefined) throw new Error("createAnnotation: expected the annotation that was made");
  return createdId;
}

import type { Services } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { findEditableAnnotation, reviseAnnotation } from "./reviseAnnotation.ts";

/** Takes an annotation out of the dataset; its revisions stay. */
export async function deleteAnnotation(
  services: Services,
  actor: Actor,
  input: { readonly id: string; readonly expectedRevision: number },
): Promise<void> {
  const annotation = await findEditableAnnotation(services, actor, input.id);
  await reviseAnnotation(services, actor, {
    annotationId: annotation.id,
    expectedRevision: input.expectedRevision,
    change: "DELETED",
  });
}

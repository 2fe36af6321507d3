import { inTransaction } from "@maskyard/store";
import type { Prisma } from "@maskyard/store/prisma";
import type { Services } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { ProjectAccess } from "../access/projectAccess.ts";
import { NotFoundError } from "../errors/expectedErrors.ts";
import { type Revision, reviseAll } from "./reviseAll.ts";

export type EditableAnnotation = Prisma.AnnotationGetPayload<{
  include: { image: true; dataset: { select: { projectId: true } } };
}>;

/** The annotation with its image, for an actor who may edit it. */
export async function findEditableAnnotation(
  services: Services,
  actor: Actor,
  annotationId: string,
): Promise<EditableAnnotation> {
  const annotation = await services.prisma.annotation.findFirst({
    where: { id: annotationId, deletedAt: null },
    include: { image: true, dataset: { select: { projectId: true } } },
  });
  await new ProjectAccess(services.prisma, actor).requireRole(annotation?.dataset.projectId, "EDITOR", "annotation");
  if (annotation === null) {
    throw new NotFoundError("There is no such annotation.");
  }
  return annotation;
}

/** Writes a change and its revision together. Throws {@link ChangedMeanwhileError} when the annotation is no longer at `expectedRevision`. */
export function reviseAnnotation(services: Services, actor: Actor, revision: Revision): Promise<void> {
  return inTransaction(services.pool, (client) => reviseAll(client, actor, [revision]));
}

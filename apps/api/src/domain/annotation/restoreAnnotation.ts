import { inTransaction } from "@maskyard/store";
import type { Services } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { ProjectAccess } from "../access/projectAccess.ts";
import { InvalidInputError, NotFoundError } from "../errors/expectedErrors.ts";
import { requireLiveImage } from "../image/requireLiveImage.ts";
import { requireRestorable } from "./requireRestorable.ts";
import { restoreAll } from "./reviseAll.ts";

/** Throws {@link InvalidInputError} unless an annotation of `revisions` revisions has this one. */
export function requireRevision(revision: number, revisions: number, field: string): void {
  if (revision >= 1 && revision <= revisions) return;
  throw new InvalidInputError(`The annotation has no revision ${revision}; it has 1 to ${revisions}.`, field);
}

export interface RestoreAnnotationValues {
  readonly id: string;
  readonly expectedRevision: number;
  readonly revision: number;
}

/** Gives an annotation, deleted or not, the category and shape of one of its revisions, as a new revision. */
export async function restoreAnnotation(
  services: Services,
  actor: Actor,
  input: RestoreAnnotationValues,
): Promise<void> {
  const annotation = await services.prisma.annotation.findUnique({
    where: { id: input.id },
    include: { dataset: { select: { projectId: true } } },
  });
  await new ProjectAccess(services.prisma, actor).requireRole(annotation?.dataset.projectId, "EDITOR", "annotation");
  if (annotation === null) throw new NotFoundError("There is no such annotation.");
  requireRevision(input.revision, annotation.revision, "revision");
  await inTransaction(services.pool, async (client) => {
    await requireLiveImage(client, annotation.imageId);
    const restored = { annotationId: annotation.id, revision: input.revision };
    await requireRestorable(client, [restored], services.environment.maxShapePoints);
    await restoreAll(client, actor, [{ ...restored, expectedRevision: input.expectedRevision }]);
  });
}

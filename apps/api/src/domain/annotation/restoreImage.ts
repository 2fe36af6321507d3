import { inTransaction } from "@maskyard/store";
import type { Services } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { ProjectAccess } from "../access/projectAccess.ts";
import { InvalidInputError } from "../errors/expectedErrors.ts";
import { requireLiveImage } from "../image/requireLiveImage.ts";
import { requireRestorable } from "./requireRestorable.ts";
import { restoreAll, reviseAll } from "./reviseAll.ts";

// The rows are locked, so that no edit slips in between the look and the change.
const STATES_SQL = `
SELECT annotation.id, annotation.revision, annotation.deleted_at IS NOT NULL AS "isDeleted",
  was.revision AS "wasRevision", was.change::text AS "wasChange",
  coalesce(was.geometry = annotation.geometry AND was.category_id = annotation.category_id
    AND was.is_crowd = annotation.is_crowd AND was.box_x = annotation.box_x AND was.box_y = annotation.box_y
    AND was.box_width = annotation.box_width AND was.box_height = annotation.box_height, false) AS "isSame"
FROM annotation
LEFT JOIN LATERAL (
  SELECT * FROM annotation_revision WHERE annotation_id = annotation.id AND created_at <= $2 ORDER BY revision DESC LIMIT 1
) AS was ON true
WHERE annotation.image_id = $1
ORDER BY annotation.id
FOR UPDATE OF annotation`;

interface State {
  id: string;
  revision: number;
  isDeleted: boolean;
  /** Null: it was not there yet. */
  wasRevision: number | null;
  wasChange: string | null;
  isSame: boolean;
}

export interface RestoredImage {
  readonly restored: number;
  readonly deleted: number;
}

/**
 * Brings all annotations of an image to what they were at a time: later ones are deleted, deleted and changed ones restored.
 * Each change is a revision, so that this can be taken back the same way.
 */
export async function restoreImage(
  services: Services,
  actor: Actor,
  { imageId, at }: { readonly imageId: string; readonly at: Date },
): Promise<RestoredImage> {
  const image = await services.prisma.image.findUnique({
    where: { id: imageId },
    include: { dataset: { select: { projectId: true } } },
  });
  await new ProjectAccess(services.prisma, actor).requireRole(image?.dataset.projectId, "EDITOR", "image");
  if (at.getTime() > Date.now() + 60_000) throw new InvalidInputError("This time is in the future.", "at");
  return inTransaction(services.pool, async (client) => {
    await requireLiveImage(client, imageId);
    const { rows } = await client.query<State>(STATES_SQL, [imageId, at]);
    const restored = rows.flatMap(({ id, revision, isDeleted, isSame, wasRevision, wasChange }) =>
      wasRevision !== null && wasChange !== "DELETED" && (isDeleted || !isSame)
        ? [{ annotationId: id, expectedRevision: revision, revision: wasRevision }]
        : [],
    );
    await requireRestorable(client, restored, services.environment.maxShapePoints);
    const deleted = rows.flatMap(({ id, revision, isDeleted, wasRevision, wasChange }) =>
      !isDeleted && (wasRevision === null || wasChange === "DELETED")
        ? [{ annotationId: id, expectedRevision: revision, change: "DELETED" as const }]
        : [],
    );
    await restoreAll(client, actor, restored);
    await reviseAll(client, actor, deleted);
    return { restored: restored.length, deleted: deleted.length };
  });
}

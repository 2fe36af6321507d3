import { clipToImage, type FindingKind, type Geometry, geometryAreaPx } from "@maskyard/annotations";
import { inTransaction, newId } from "@maskyard/store";
import type { Annotation, FindingFix, Image } from "@maskyard/store/prisma";
import type { RequestServices, Services } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { ProjectAccess } from "../access/projectAccess.ts";
import { requireRestorable } from "../annotation/requireRestorable.ts";
import { lockAtRevision, type Revision, restoreAll, reviseAll } from "../annotation/reviseAll.ts";
import { ConflictError, InvalidInputError, NotFoundError } from "../errors/expectedErrors.ts";
import { lockLiveImages } from "../image/requireLiveImage.ts";
import { defineTask } from "../work/defineTask.ts";
import { readFindings } from "./readFindings.ts";

/** What a fix does: takes the annotation away, or cuts it to its image. */
export const FIXES: Partial<Record<FindingKind, "delete" | "clip">> = {
  degenerate: "delete",
  tangled: "delete",
  tiny: "delete",
  duplicate: "delete",
  overlap: "delete",
  outside: "clip",
};

/** Kinds that are fixed one by one, by somebody who looked at each. */
export const FIXED_ONE_BY_ONE: ReadonlySet<FindingKind> = new Set(["overlap", "tangled"]);

export interface FixedItem {
  readonly annotationId: string;
  /** In force before the fix. */
  readonly revision: number;
}

const INSERT_SQL =
  "INSERT INTO finding_fix (id, dataset_id, kind, items, author_id) VALUES ($1, $2, $3, $4::jsonb, $5)";

export interface FixRequest {
  readonly datasetId: string;
  readonly kind: FindingKind;
  /** The annotations to fix, of those the findings name first; null for all of the kind. */
  readonly annotationIds: readonly string[] | null;
}

const FIX = defineTask<typeof import("./fixTask.ts").default>({
  from: import.meta.url,
  module: "fixTask",
  lane: "reading",
  doing: "Fixing the findings",
  advice: "Fix fewer of them at once by `annotationIds`.",
});

/** Fixes findings of a kind in a dataset at once, all or none; every change is a revision, and the fix is kept so that it can be undone. */
export async function fixFindings(services: RequestServices, actor: Actor, request: FixRequest): Promise<FindingFix> {
  const { datasetId, kind, annotationIds } = request;
  const dataset = await services.prisma.dataset.findUnique({ where: { id: datasetId } });
  await new ProjectAccess(services.prisma, actor).requireRole(dataset?.projectId, "EDITOR", "dataset");
  if (FIXES[kind] === undefined) {
    throw new InvalidInputError("Findings of this kind can only be fixed by annotating or importing.", "kind");
  }
  if (annotationIds === null && FIXED_ONE_BY_ONE.has(kind)) {
    throw new InvalidInputError(
      "Findings of this kind need a person to look at each one. List those to fix in `annotationIds`.",
      "annotationIds",
    );
  }
  const { signal } = services;
  const fixId = await services.work.run(FIX, { actor, request }, { signal });
  return services.prisma.findingFix.findUniqueOrThrow({ where: { id: fixId } });
}

/** What {@link fixFindings} does once it is known that the actor may; returns the fix's id. */
export async function applyFix(
  { pool, prisma }: Pick<Services, "pool" | "prisma">,
  actor: Actor,
  { datasetId, kind, annotationIds }: FixRequest,
  onProgress: (lastImageId: string) => void,
): Promise<string> {
  const how = FIXES[kind];
  const { images } = await readFindings(pool, datasetId, onProgress);
  const fixable = new Set(
    images.filter((finding) => finding.kind === kind).flatMap((finding) => finding.annotationIds.slice(0, 1)),
  );
  const ids = annotationIds === null ? [...fixable] : [...annotationIds];
  const stranger = ids.find((id) => !fixable.has(id));
  if (stranger !== undefined) {
    throw new ConflictError(
      "One of these annotations no longer has a finding of this kind. Nothing was fixed. Reload the findings.",
    );
  }
  const annotations = await prisma.annotation.findMany({
    where: { id: { in: ids } },
    include: { image: true },
  });
  if (annotations.length === 0) throw new ConflictError("There is nothing of this kind left to fix.");
  const fixId = newId();
  const items = annotations.map(({ id, revision }): FixedItem => ({ annotationId: id, revision }));
  await inTransaction(pool, async (client) => {
    await reviseAll(
      client,
      actor,
      annotations.map((annotation): Revision => {
        const shape = how === "clip" ? clipped(annotation) : null;
        const base = { annotationId: annotation.id, expectedRevision: annotation.revision };
        return shape === null ? { ...base, change: "DELETED" } : { ...base, change: "CHANGED", shape };
      }),
    );
    await client.query(INSERT_SQL, [fixId, datasetId, kind, JSON.stringify(items), actor.userId]);
  });
  return fixId;
}

/** What of a shape lies in its image; null where nothing does. */
function clipped({ geometry, boxX, boxY, boxWidth, boxHeight, image }: Annotation & { image: Image }) {
  const box = [boxX, boxY, boxWidth, boxHeight] as const;
  const shape = clipToImage(geometry as unknown as Geometry, box, image.heightPx, image.widthPx);
  return shape && { ...shape, areaPx: geometryAreaPx(shape.geometry, shape.boxXywhPx) };
}

/** Brings every annotation of a fix back that nobody changed since, and keeps how many those were. */
export async function undoFix(services: Services, actor: Actor, fixId: string): Promise<FindingFix> {
  const fix = await services.prisma.findingFix.findUnique({
    where: { id: fixId },
    include: { dataset: { select: { projectId: true } } },
  });
  await new ProjectAccess(services.prisma, actor).requireRole(fix?.dataset.projectId, "EDITOR", "fix");
  if (fix === null) throw new NotFoundError("There is no such fix.");
  await inTransaction(services.pool, async (client) => {
    const { rowCount } = await client.query(
      "UPDATE finding_fix SET undone_at = clock_timestamp() WHERE id = $1 AND undone_at IS NULL",
      [fixId],
    );
    if (rowCount !== 1) throw new ConflictError("This fix has already been undone.");
    const items = fix.items as unknown as FixedItem[];
    await requireRestorable(client, items, services.environment.maxShapePoints);
    const wanted = items.map(({ annotationId, revision }) => ({
      annotationId,
      expectedRevision: revision + 1,
      revision,
    }));
    const { rows: fixed } = await client.query<{ id: string; imageId: string }>(
      'SELECT id, image_id AS "imageId" FROM annotation WHERE id = ANY($1::uuid[])',
      [items.map(({ annotationId }) => annotationId)],
    );
    const imageOf = new Map(fixed.map(({ id, imageId }) => [id, imageId]));
    const live = await lockLiveImages(client, [...new Set(imageOf.values())]);
    // What somebody changed after the fix stays as that person left it, and what was on a deleted image stays with it.
    const untouched = await lockAtRevision(client, wanted);
    const restored = wanted.filter(
      ({ annotationId }) => untouched.has(annotationId) && live.has(imageOf.get(annotationId) ?? ""),
    );
    await restoreAll(client, actor, restored);
    await client.query("UPDATE finding_fix SET restored_count = $2 WHERE id = $1", [fixId, restored.length]);
  });
  return services.prisma.findingFix.findUniqueOrThrow({ where: { id: fixId } });
}

import { checkPoints, type Geometry } from "@maskyard/annotations";
import type { PoolClient } from "pg";
import { InvalidInputError } from "../errors/expectedErrors.ts";
import { encodeGlobalId } from "../ids/globalId.ts";

// A point takes six characters at least ("0, 0, "), a run one: shorter texts need not be read.
const LARGE_SQL = `
SELECT was.annotation_id AS "annotationId", was.revision, was.geometry
FROM unnest($1::uuid[], $2::int[]) AS wanted (annotation_id, revision)
JOIN annotation_revision AS was USING (annotation_id, revision)
WHERE length(was.geometry::text) > $3
ORDER BY was.annotation_id`;

export interface WantedRevision {
  readonly annotationId: string;
  readonly revision: number;
}

/** Throws {@link InvalidInputError} that names the first of these revisions whose shape has more points than are taken now. */
export async function requireRestorable(
  client: PoolClient,
  wanted: readonly WantedRevision[],
  pointsMax: number,
): Promise<void> {
  const { rows } = await client.query<WantedRevision & { geometry: Geometry }>(LARGE_SQL, [
    wanted.map(({ annotationId }) => annotationId),
    wanted.map(({ revision }) => revision),
    pointsMax,
  ]);
  for (const { annotationId, revision, geometry } of rows) {
    const excess = checkPoints(geometry, pointsMax);
    if (excess === null) continue;
    throw new InvalidInputError(
      `Revision ${revision} of annotation ${encodeGlobalId("Annotation", annotationId)} cannot be restored: its shape ${excess} ` +
        "(MASKYARD_MAX_SHAPE_POINTS). Nothing was restored.",
    );
  }
}

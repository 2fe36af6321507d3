import type { BoxXywhPx, Geometry } from "@maskyard/annotations";
import { type AnnotationRow, insertAnnotations } from "@maskyard/store";
import type { PoolClient } from "pg";
import { geometrySignature } from "./geometrySignature.ts";
import type { ImportRow } from "./ImportRow.ts";
import type { ImportPlan } from "./planImport.ts";

export interface WriteProgress {
  readonly signal: AbortSignal;
  /** Of the archive, with those that were refused. */
  readonly imagesTotal: number;
  /** Told now and then that it goes on. */
  readonly onWritten: () => void;
}

/** Writes what is new; returns how many annotations of the source are in the dataset now. */
export async function writeAnnotations(
  client: PoolClient,
  row: ImportRow,
  plan: ImportPlan,
  categoryIds: ReadonlyMap<string, string>,
  imageIds: ReadonlyMap<string, string>,
  { signal, onWritten }: WriteProgress,
): Promise<number> {
  const known = await knownSignatures(
    client,
    plan.images.flatMap(({ image }) => image.existingId ?? []),
  );
  let count = 0;
  function* rows(): Generator<AnnotationRow> {
    for (const { image, annotations } of plan.images) {
      signal.throwIfAborted();
      onWritten();
      const imageId = imageIds.get(image.path) ?? "";
      for (const { categoryName, shape, isCrowd, raw } of annotations) {
        const categoryId = categoryIds.get(categoryName);
        if (categoryId === undefined) {
          throw new Error(`writeImport: expected the document to list the category ${JSON.stringify(categoryName)}`);
        }
        count += 1;
        const signature = `${imageId} ${geometrySignature(categoryId, shape.geometry, shape.boxXywhPx)}`;
        const before = known.get(signature) ?? 0;
        if (before > 0) {
          known.set(signature, before - 1);
          continue;
        }
        yield {
          datasetId: row.datasetId,
          imageId,
          categoryId,
          isCrowd,
          origin: "IMPORT",
          raw,
          authorId: row.authorId,
          ...shape,
        };
      }
    }
  }
  await insertAnnotations(client, rows());
  return count;
}

const KNOWN_SQL = `
SELECT annotation.image_id AS "imageId", first.category_id AS "categoryId", first.geometry,
  first.box_x AS x, first.box_y AS y, first.box_width AS width, first.box_height AS height
FROM annotation_revision AS first
JOIN annotation ON annotation.id = first.annotation_id
WHERE first.revision = 1 AND first.origin = 'IMPORT' AND annotation.image_id = ANY($1::uuid[])`;

interface KnownRow {
  imageId: string;
  categoryId: string;
  geometry: Geometry;
  x: number;
  y: number;
  width: number;
  height: number;
}

/**
 * What earlier imports brought to these images, as it was then: an annotation that a person changed or deleted since must
 * not come back.
 */
async function knownSignatures(client: PoolClient, imageIds: readonly string[]): Promise<Map<string, number>> {
  const signatures = new Map<string, number>();
  if (imageIds.length === 0) {
    return signatures;
  }
  const { rows } = await client.query<KnownRow>(KNOWN_SQL, [imageIds]);
  for (const { imageId, categoryId, geometry, x, y, width, height } of rows) {
    const box: BoxXywhPx = [x, y, width, height];
    const signature = `${imageId} ${geometrySignature(categoryId, geometry, box)}`;
    signatures.set(signature, (signatures.get(signature) ?? 0) + 1);
  }
  return signatures;
}

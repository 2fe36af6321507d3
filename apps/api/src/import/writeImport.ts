import type { BoxXywhPx, Geometry } from "@maskyard/annotations";
import {
  type AnnotationRow,
  type BlobStore,
  insertAnnotations,
  insertBlobs,
  insertImages,
  insertSplitAssignments,
  inTransaction,
  newId,
  notify,
  type SubsetName,
} from "@maskyard/store";
import type { Pool, PoolClient } from "pg";
import { categoryColor } from "../category/categoryColor.ts";
import { changeTags } from "../image/tagImages.ts";
import { geometrySignature } from "./geometrySignature.ts";
import type { ImportPlan } from "./planImport.ts";

export interface ImportRow {
  readonly importId: string;
  readonly datasetId: string;
  readonly authorId: string | null;
  readonly makeSplit: boolean;
}

/** The import's row is no longer RUNNING: somebody took it for dead. Nothing was written. */
export class ImportTakenAwayError extends Error {}

const LOCK_SQL = "SELECT status FROM import WHERE id = $1 FOR UPDATE";

const FINISH_SQL = `
UPDATE import SET status = 'SUCCEEDED', format = $2, image_count = $3, annotation_count = $4, ledger = $5::jsonb,
  images_done = images_total, heartbeat_at = clock_timestamp(), finished_at = clock_timestamp()
WHERE id = $1`;

/**
 * Writes everything of an import in one transaction: it lands whole or not at all. What the dataset has already (an image of
 * the same name and bytes, an annotation that an earlier import brought) is not written again. Aborted, it writes nothing.
 */
export async function writeImport(
  { pool, blobs }: { readonly pool: Pool; readonly blobs: BlobStore },
  row: ImportRow,
  plan: ImportPlan,
  signal: AbortSignal,
): Promise<void> {
  await inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ status: string }>(LOCK_SQL, [row.importId]);
    if (rows[0]?.status === "SUCCEEDED") {
      return; // an earlier try committed and lost its connection before it heard so
    }
    if (rows[0]?.status !== "RUNNING") {
      throw new ImportTakenAwayError("the import was ended from outside");
    }
    const categoryIds = await writeCategories(client, row.datasetId, plan.categoryNames);
    const imageIds = await writeImages(client, blobs, row, plan);
    const annotationCount = await writeAnnotations(client, row, plan, categoryIds, imageIds, signal);
    signal.throwIfAborted();
    const warnings = row.makeSplit ? await writeSplit(client, row.datasetId, plan, imageIds) : [];
    const ledger = { ...plan.ledger, entries: [...plan.ledger.entries, ...warnings] };
    await client.query("UPDATE dataset SET updated_at = clock_timestamp() WHERE id = $1", [row.datasetId]);
    await client.query(FINISH_SQL, [row.importId, plan.format, plan.images.length, annotationCount, jsonText(ledger)]);
    await notify(client, "import_event", { importId: row.importId });
  });
}

async function writeCategories(
  client: PoolClient,
  datasetId: string,
  names: readonly string[],
): Promise<Map<string, string>> {
  // The dataset's row is the lock on its categories' positions; rows that point at it can still be made, the next import's say.
  await client.query("SELECT id FROM dataset WHERE id = $1 FOR NO KEY UPDATE", [datasetId]);
  const { rows } = await client.query<{ id: string; name: string; position: number }>(
    "SELECT id, name, position FROM category WHERE dataset_id = $1",
    [datasetId],
  );
  const ids = new Map(rows.map((category) => [category.name, category.id]));
  let position = rows.reduce((last, category) => Math.max(last, category.position), -1);
  for (const name of names) {
    if (!ids.has(name)) {
      const id = newId();
      position += 1;
      await client.query("INSERT INTO category (id, dataset_id, name, color, position) VALUES ($1, $2, $3, $4, $5)", [
        id,
        datasetId,
        name,
        categoryColor(position),
        position,
      ]);
      ids.set(name, id);
    }
  }
  return ids;
}

/** Writes the new images, in the order of their paths; returns all ids by path. */
async function writeImages(
  client: PoolClient,
  blobs: BlobStore,
  row: ImportRow,
  plan: ImportPlan,
): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  const rows = plan.images.flatMap(({ image, subset, captureGroup, tags }) => {
    const id = image.existingId ?? newId();
    ids.set(image.path, id);
    if (image.ingested === null) {
      return [];
    }
    const { blob, originalSha256, widthPx, heightPx, exifOrientation, perceptualHash } = image.ingested;
    return [
      {
        id,
        blob,
        datasetId: row.datasetId,
        fileName: image.path,
        blobSha256: blob.sha256,
        originalSha256,
        widthPx,
        heightPx,
        exifOrientation,
        perceptualHash,
        captureGroup,
        sourceSubset: subset,
        tags,
        importId: row.importId,
      },
    ];
  });
  await insertBlobs(
    client,
    blobs,
    rows.map(({ blob }) => blob),
  );
  await insertImages(client, rows);
  for (const { image, tags } of plan.images) {
    if (image.existingId !== null && tags.length > 0) await changeTags(client, [image.existingId], tags, []);
  }
  return ids;
}

/** Writes what is new; returns how many annotations of the source are in the dataset now. */
async function writeAnnotations(
  client: PoolClient,
  row: ImportRow,
  plan: ImportPlan,
  categoryIds: ReadonlyMap<string, string>,
  imageIds: ReadonlyMap<string, string>,
  signal: AbortSignal,
): Promise<number> {
  const known = await knownSignatures(
    client,
    plan.images.flatMap(({ image }) => image.existingId ?? []),
  );
  let count = 0;
  function* rows(): Generator<AnnotationRow> {
    for (const { image, annotations } of plan.images) {
      signal.throwIfAborted();
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

const SPLIT_NAME = "from files";

/** A split by the subsets the source names; returns what there is to tell about it. */
async function writeSplit(
  client: PoolClient,
  datasetId: string,
  plan: ImportPlan,
  imageIds: ReadonlyMap<string, string>,
): Promise<{ kind: "warning"; reason: string; place: string; annotations: 0 }[]> {
  const assigned = plan.images.flatMap(({ image, subset }): { imageId: string; subset: SubsetName }[] =>
    subset === "train" || subset === "val" || subset === "test"
      ? [{ imageId: imageIds.get(image.path) ?? "", subset }]
      : [],
  );
  const warning = (reason: string) => ({ kind: "warning" as const, reason, place: "split", annotations: 0 as const });
  if (assigned.length === 0) {
    return [warning("no split was made: neither files nor folders name train, val or test")];
  }
  const names = await client.query<{ name: string }>("SELECT name FROM split WHERE dataset_id = $1", [datasetId]);
  const taken = new Set(names.rows.map((split) => split.name));
  let name = SPLIT_NAME;
  for (let number = 2; taken.has(name); number += 1) {
    name = `${SPLIT_NAME} ${number}`;
  }
  const splitId = newId();
  const share = (subset: SubsetName): number =>
    assigned.filter((one) => one.subset === subset).length / assigned.length;
  await client.query(
    `INSERT INTO split (id, dataset_id, name, strategy, seed, train_ratio, val_ratio) VALUES ($1, $2, $3, 'FROM_FILES', 0, $4, $5)`,
    [splitId, datasetId, name, share("train"), share("val")],
  );
  await insertSplitAssignments(
    client,
    assigned.map((one) => ({ splitId, ...one })),
  );
  const without = plan.images.length - assigned.length;
  return without === 0
    ? []
    : [warning(`${without} images belong to no subset: neither their files nor their folders name one`)];
}

/** jsonb refuses NUL, which some files carry in labels. */
function jsonText(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    typeof item === "string" ? item.replaceAll("\u0000", "\uFFFD") : item,
  );
}

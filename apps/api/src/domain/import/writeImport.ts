import type { Ledger, LedgerEntry } from "@maskyard/annotations";
import { type BlobStore, insertBlobs, insertImages, inTransaction, newId, notify, storableJson } from "@maskyard/store";
import type { Pool, PoolClient } from "pg";
import { insertCategories } from "../category/insertCategories.ts";
import { lockCategories } from "../category/lockCategories.ts";
import { bringBack } from "../image/restoreDeletedImages.ts";
import { addTags } from "../image/tagImages.ts";
import type { ImportRow } from "./ImportRow.ts";
import { ImportTakenAwayError } from "./ImportTakenAwayError.ts";
import type { ImportPlan } from "./planImport.ts";
import { type WriteProgress, writeAnnotations } from "./writeAnnotations.ts";
import { writeSplit } from "./writeSplit.ts";

const LOCK_SQL = "SELECT status FROM import WHERE id = $1 FOR UPDATE";

const FINISH_SQL = `
UPDATE import SET status = 'SUCCEEDED', format = $2, image_count = $3, annotation_count = $4, ledger = $5::jsonb,
  images_total = $6, images_done = $6, heartbeat_at = clock_timestamp(), finished_at = clock_timestamp()
WHERE id = $1`;

/**
 * Writes everything of an import in one transaction: it lands whole or not at all. What the dataset has already (an image of
 * the same name and bytes, an annotation that an earlier import brought) is not written again. Aborted, it writes nothing.
 */
export async function writeImport(
  { pool, blobs }: { readonly pool: Pool; readonly blobs: BlobStore },
  row: ImportRow,
  plan: ImportPlan,
  progress: WriteProgress,
): Promise<void> {
  const { signal } = progress;
  await inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ status: string }>(LOCK_SQL, [row.importId]);
    if (rows[0]?.status === "SUCCEEDED") {
      return; // an earlier try committed and lost its connection before it heard so
    }
    if (rows[0]?.status !== "RUNNING") {
      throw new ImportTakenAwayError("the import was ended from outside");
    }
    const categoryIds = await writeCategories(client, row.datasetId, plan.categoryNames);
    const restored = await restoreExisting(client, row, plan);
    const imageIds = await writeImages(client, blobs, row, plan);
    const annotationCount = await writeAnnotations(client, row, plan, categoryIds, imageIds, progress);
    signal.throwIfAborted();
    const warnings = row.makeSplit ? await writeSplit(client, row.datasetId, plan, imageIds) : [];
    const ledger = { ...plan.ledger, entries: [...plan.ledger.entries, ...restored, ...warnings] };
    await client.query("UPDATE dataset SET updated_at = clock_timestamp() WHERE id = $1", [row.datasetId]);
    await client.query(FINISH_SQL, [
      row.importId,
      plan.format,
      plan.images.length,
      annotationCount,
      jsonText(ledger),
      progress.imagesTotal,
    ]);
    await notify(client, "import_event", { importId: row.importId });
  });
}

async function writeCategories(
  client: PoolClient,
  datasetId: string,
  names: readonly string[],
): Promise<Map<string, string>> {
  await lockCategories(client, datasetId, "add");
  const { rows } = await client.query<{ id: string; name: string }>(
    "SELECT id, name FROM category WHERE dataset_id = $1",
    [datasetId],
  );
  const ids = new Map(rows.map((category) => [category.name, category.id]));
  const made = [...new Set(names)].filter((name) => !ids.has(name));
  const madeIds = await insertCategories(
    client,
    datasetId,
    made.map((name) => ({ name })),
  );
  for (const [index, name] of made.entries()) ids.set(name, madeIds[index] as string);
  return ids;
}

const LOCK_EXISTING_SQL = `
SELECT id, file_name AS "fileName", deleted_at IS NOT NULL AS "isDeleted" FROM image WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE`;

/** Brings images back that were deleted and that the source has, until the import's end for nobody to delete; returns what there is to tell of them. */
async function restoreExisting(client: PoolClient, row: ImportRow, plan: ImportPlan): Promise<LedgerEntry[]> {
  const existingIds = plan.images.flatMap(({ image }) => image.existingId ?? []);
  if (existingIds.length === 0) return [];
  const { rows } = await client.query<{ id: string; fileName: string; isDeleted: boolean }>(LOCK_EXISTING_SQL, [
    existingIds,
  ]);
  const deleted = rows.filter(({ isDeleted }) => isDeleted);
  if (deleted.length === 0) return [];
  await bringBack(
    client,
    row.authorId,
    deleted.map(({ id }) => id),
  );
  const reason = "the image had been deleted and is back, with the annotations that it had then";
  return deleted.map(({ fileName }) => ({ kind: "warning", place: fileName, reason, annotations: 0 }));
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
  await addTags(
    client,
    plan.images.flatMap(({ image, tags }) => (image.existingId === null ? [] : [{ imageId: image.existingId, tags }])),
  );
  return ids;
}

/** Places and reasons quote the files, whatever these hold. */
function jsonText(ledger: Ledger): string {
  return JSON.stringify(storableJson(ledger).value);
}

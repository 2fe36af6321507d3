import type { PoolClient } from "pg";
import { newId } from "../database/newId.ts";
import { arrayLiteral } from "./arrayLiteral.ts";
import { type CopyValue, copyRows } from "./copyRows.ts";

/** An image row; sizes are of the upright image. The blob's row must be there. */
export interface ImageRow {
  /** Made here when absent. */
  readonly id?: string;
  readonly datasetId: string;
  readonly fileName: string;
  readonly blobSha256: string;
  readonly originalSha256: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly exifOrientation: number;
  readonly perceptualHash?: bigint | null;
  readonly captureGroup?: string | null;
  readonly sourceSubset?: string | null;
  readonly tags?: readonly string[];
  readonly importId?: string | null;
}

const TARGET = `image (id, dataset_id, file_name, blob_sha256, original_sha256, width_px, height_px, exif_orientation,
  perceptual_hash, capture_group, source_subset, tags, import_id)`;

/** Writes images by COPY and returns their ids in the rows' order. A file name the dataset has already fails the whole transaction. */
export async function insertImages(
  client: PoolClient,
  rows: Iterable<ImageRow> | AsyncIterable<ImageRow>,
): Promise<string[]> {
  const ids: string[] = [];
  await copyRows(client, TARGET, encode(rows, ids));
  return ids;
}

async function* encode(
  rows: Iterable<ImageRow> | AsyncIterable<ImageRow>,
  ids: string[],
): AsyncGenerator<readonly CopyValue[]> {
  for await (const row of rows) {
    const id = row.id ?? newId();
    ids.push(id);
    yield [
      id,
      row.datasetId,
      row.fileName,
      row.blobSha256,
      row.originalSha256,
      row.widthPx,
      row.heightPx,
      row.exifOrientation,
      row.perceptualHash ?? null,
      row.captureGroup ?? null,
      row.sourceSubset ?? null,
      arrayLiteral(row.tags ?? []),
      row.importId ?? null,
    ];
  }
}

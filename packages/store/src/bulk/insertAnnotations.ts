import type { BoxXywhPx, Geometry } from "@maskyard/annotations";
import type { PoolClient } from "pg";
import { newId } from "../database/newId.ts";
import { storableJson } from "../storable/storableJson.ts";
import { type CopyValue, copyRows } from "./copyRows.ts";
import { revisionSql } from "./revisionSql.ts";

/** A new annotation, in upright image pixels. */
export interface AnnotationRow {
  /** Made here when absent. */
  readonly id?: string;
  readonly datasetId: string;
  readonly imageId: string;
  readonly categoryId: string;
  readonly geometry: Geometry;
  readonly boxXywhPx: BoxXywhPx;
  readonly areaPx: number;
  readonly isCrowd: boolean;
  readonly origin: "IMPORT" | "PERSON" | "MODEL";
  /** The record as the source file had it. */
  readonly raw?: unknown;
  readonly authorId?: string | null;
}

const ANNOTATION_TARGET = `annotation (id, dataset_id, image_id, category_id, geometry, box_x, box_y, box_width, box_height, area_px,
  is_crowd, origin, raw, updated_at)`;

// The revisions are copied on the server: the geometry crosses the wire once.
const REVISION_SQL = revisionSql({
  from: "unnest($1::uuid[], $2::text[]) AS made(id, author_id) JOIN annotation ON annotation.id = made.id",
  change: "'CREATED'",
  author: "made.author_id",
});

const BATCH_ROWS = 5_000;

/** Writes annotations with their first revision, by COPY in batches, and returns their ids in the rows' order. */
export async function insertAnnotations(
  client: PoolClient,
  rows: Iterable<AnnotationRow> | AsyncIterable<AnnotationRow>,
): Promise<string[]> {
  const ids: string[] = [];
  let batch: AnnotationRow[] = [];
  for await (const row of rows) {
    batch.push(row);
    if (batch.length < BATCH_ROWS) continue;
    ids.push(...(await insertBatch(client, batch)));
    batch = [];
  }
  if (batch.length > 0) ids.push(...(await insertBatch(client, batch)));
  return ids;
}

async function insertBatch(client: PoolClient, rows: readonly AnnotationRow[]): Promise<string[]> {
  const ids = rows.map((row) => row.id ?? newId());
  await copyRows(client, ANNOTATION_TARGET, encode(rows, ids));
  await client.query(REVISION_SQL, [ids, rows.map((row) => row.authorId ?? null)]);
  return ids;
}

function* encode(rows: readonly AnnotationRow[], ids: readonly string[]): Generator<readonly CopyValue[]> {
  const now = new Date();
  for (const [index, row] of rows.entries()) {
    const [x, y, width, height] = row.boxXywhPx;
    yield [
      ids[index] as string,
      row.datasetId,
      row.imageId,
      row.categoryId,
      JSON.stringify(row.geometry),
      x,
      y,
      width,
      height,
      row.areaPx,
      row.isCrowd,
      row.origin,
      row.raw === undefined ? null : JSON.stringify(storableJson(row.raw).value),
      now,
    ];
  }
}

import { pipeline } from "node:stream/promises";
import { currentManifest, LIVE_IMAGE_SQL, readManifest, type SnapshotManifest } from "@maskyard/store";
import type { WorkContext, WorkStore } from "../work/Work.ts";
import type { TagsByImage } from "./documentOfManifest.ts";
import { type ExportOptions, exportArchive } from "./exportArchive.ts";

export interface ExportInput {
  readonly source:
    | { readonly datasetId: string; readonly splitId: string | null }
    /** Of a snapshot: its manifest's blob. */
    | { readonly manifestSha256: string };
  readonly options: Omit<ExportOptions, "tagsByImage">;
}

/** Writes a dataset as it is now, or a snapshot, as a zip. */
export default async function writeExport({ source, options }: ExportInput, context: WorkContext): Promise<void> {
  const store = await context.store();
  const { manifest, tagsByImage } = await read(source, store);
  const archive = exportArchive(manifest, store.blobs, {
    ...options,
    ...(tagsByImage === null ? {} : { tagsByImage }),
  });
  await pipeline(archive, context.output, { end: false });
}

async function read(
  source: ExportInput["source"],
  { pool, blobs }: WorkStore,
): Promise<{ manifest: SnapshotManifest; tagsByImage: TagsByImage | null }> {
  if ("manifestSha256" in source) {
    return { manifest: await readManifest(blobs, source.manifestSha256), tagsByImage: null };
  }
  const manifest = await currentManifest({ pool }, source);
  const { rows } = await pool.query<{ id: string; tags: string[] }>(
    `SELECT id, tags FROM image WHERE dataset_id = $1 AND ${LIVE_IMAGE_SQL} AND cardinality(tags) > 0`,
    [source.datasetId],
  );
  return { manifest, tagsByImage: new Map(rows.map(({ id, tags }) => [id, tags])) };
}

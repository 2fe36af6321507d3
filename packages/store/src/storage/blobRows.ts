import type { Pool } from "pg";

export interface BlobRow {
  readonly sha256: string;
  readonly bytes: number;
  readonly used: boolean;
  /** Younger ones may belong to a transaction that is not yet committed. */
  readonly old: boolean;
}

const PAGE_ROWS = 2_000;

const PAGE_SQL = `
SELECT sha256, bytes::float8 AS bytes, created_at < clock_timestamp() - make_interval(secs => $3) AS old,
  EXISTS (SELECT 1 FROM image WHERE blob_sha256 = sha256)
  OR EXISTS (SELECT 1 FROM checkpoint WHERE blob_sha256 = sha256)
  OR EXISTS (SELECT 1 FROM checkpoint WHERE state_blob_sha256 = sha256)
  OR EXISTS (SELECT 1 FROM weights_file WHERE blob_sha256 = sha256)
  OR EXISTS (SELECT 1 FROM model_version WHERE blob_sha256 = sha256)
  OR EXISTS (SELECT 1 FROM model_version_file WHERE blob_sha256 = sha256)
  OR EXISTS (SELECT 1 FROM run_artifact WHERE blob_sha256 = sha256)
  OR EXISTS (SELECT 1 FROM snapshot WHERE manifest_sha256 = sha256) AS used
FROM blob WHERE sha256 > $1 ORDER BY sha256 LIMIT $2`;

/** Every row of the blob table, a page at a time, in the order of the hashes. */
export async function* blobRows(pool: Pool, oldAfterSeconds: number): AsyncGenerator<BlobRow> {
  for (let after = ""; ; ) {
    const { rows } = await pool.query<BlobRow>(PAGE_SQL, [after, PAGE_ROWS, oldAfterSeconds]);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE_ROWS) return;
    after = last.sha256;
  }
}

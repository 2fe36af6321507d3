import type { Pool } from "pg";
import type { BlobStore, StoredBlob } from "../blobs/BlobStore.ts";
import { insertBlobs } from "../blobs/recordBlob.ts";
import { newId } from "../database/newId.ts";
import { countAttemptsAnew } from "../job/underLease.ts";
import { notify } from "../notify/channels.ts";
import type { RunLease } from "../training/RunLease.ts";
import { underRunLease } from "../training/underRunLease.ts";
import { markBestCheckpoint } from "./rankCheckpoints.ts";

export interface CheckpointRecord {
  /** Optimizer steps the weights have had. */
  readonly step: number;
  readonly epoch: number;
  /** What `BlobStore.put` returned: the bytes are durable before the row is. */
  readonly blob: StoredBlob;
  /** The optimizer's state, durable like `blob`. */
  readonly stateBlob?: StoredBlob;
  readonly formatVersion: number;
  /** What is known of it without an evaluation; `loss` can be what the best is chosen by. */
  readonly metrics: object;
}

const UPSERT_SQL = `
INSERT INTO checkpoint (id, run_id, step, epoch, blob_sha256, bytes, format_version, metrics, state_blob_sha256)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9)
ON CONFLICT (run_id, step) DO UPDATE SET
  epoch = excluded.epoch, blob_sha256 = excluded.blob_sha256, bytes = excluded.bytes,
  state_blob_sha256 = excluded.state_blob_sha256, format_version = excluded.format_version, metrics = excluded.metrics, created_at = clock_timestamp()
RETURNING id`;

const LINK_EVALUATIONS_SQL = "UPDATE evaluation SET checkpoint_id = $3 WHERE run_id = $1 AND step = $2";

const REACH_SQL = "UPDATE run SET furthest_step = $2 WHERE id = $1 AND furthest_step < $2";

/**
 * Writes a checkpoint's row, replacing that of the same step (a resumed run passes it again), and ties evaluations of that step to it.
 *
 * @param files where the bytes lie; null for rows without any, which only tests and benchmarks have
 */
export async function recordCheckpoint(
  pool: Pool,
  files: BlobStore | null,
  options: RunLease & CheckpointRecord,
): Promise<{ checkpointId: string }> {
  return underRunLease(pool, options, async (client) => {
    await insertBlobs(client, files, options.stateBlob ? [options.blob, options.stateBlob] : [options.blob]);
    const { rows } = await client.query<{ id: string }>(UPSERT_SQL, [
      newId(),
      options.runId,
      options.step,
      options.epoch,
      options.blob.sha256,
      options.blob.bytes,
      options.formatVersion,
      JSON.stringify(options.metrics),
      options.stateBlob?.sha256 ?? null,
    ]);
    const checkpointId = rows[0]?.id;
    if (checkpointId === undefined) throw new Error("recordCheckpoint: expected the written row's id, got none");
    const { rowCount } = await client.query(REACH_SQL, [options.runId, options.step]);
    if (rowCount === 1) await countAttemptsAnew(client, options);
    await client.query(LINK_EVALUATIONS_SQL, [options.runId, options.step, checkpointId]);
    await markBestCheckpoint(client, options.runId);
    await notify(client, "run_event", { runId: options.runId, kind: "CHECKPOINT", step: options.step });
    return { checkpointId };
  });
}

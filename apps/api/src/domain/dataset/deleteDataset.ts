import { deleteUnusedBlobRows, inTransaction, removeBlobFiles } from "@maskyard/store";
import type { PoolClient } from "pg";
import type { Services } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { ProjectAccess } from "../access/projectAccess.ts";
import { ConflictError, NotFoundError } from "../errors/expectedErrors.ts";
import { refuseIfRegistered } from "../registeredModel/refuseIfRegistered.ts";

export interface DatasetDeletion {
  readonly datasetId: string;
  /** Of files that nothing else uses. */
  readonly bytesFreed: number;
}

// Whoever writes into the dataset, or launches a run on it, comes before or after this.
const LOCK_SQL = "SELECT 1 FROM dataset WHERE id = $1 FOR UPDATE";

const AT_WORK_SQL = `
SELECT (SELECT count(*)::int FROM import WHERE dataset_id = $1 AND status = 'RUNNING') AS imports,
  (SELECT count(*)::int FROM run WHERE dataset_id = $1 AND status IN ('QUEUED', 'RUNNING')) AS runs`;

const FILES_SQL = `
SELECT blob_sha256 AS sha256 FROM image WHERE dataset_id = $1
UNION SELECT manifest_sha256 FROM snapshot WHERE dataset_id = $1
UNION SELECT unnest(ARRAY[blob_sha256, state_blob_sha256]) FROM checkpoint JOIN run ON run.id = run_id WHERE run.dataset_id = $1
UNION SELECT blob_sha256 FROM run_artifact JOIN run ON run.id = run_id WHERE run.dataset_id = $1`;

// Annotations name their category without a cascade, so what hangs on the dataset goes in this order.
const DELETE_SQLS = [
  "DELETE FROM run WHERE dataset_id = $1",
  "DELETE FROM snapshot WHERE dataset_id = $1",
  "DELETE FROM annotation WHERE dataset_id = $1",
  "DELETE FROM dataset WHERE id = $1",
];

/**
 * Deletes a dataset with everything in it, files too that nothing else uses; owners only. Refused while an import or a run still works
 * on it. The rows go in one transaction, the files after it: cut off in between, the storage check finds what is left.
 */
export async function deleteDataset(services: Services, actor: Actor, datasetId: string): Promise<DatasetDeletion> {
  const dataset = await services.prisma.dataset.findUnique({ where: { id: datasetId } });
  await new ProjectAccess(services.prisma, actor).requireRole(dataset?.projectId, "OWNER", "dataset");
  await refuseIfRegistered(services, { datasetId }, "The dataset was not deleted.");
  const unused = await inTransaction(services.pool, async (client) => {
    const { rowCount } = await client.query(LOCK_SQL, [datasetId]);
    if (rowCount !== 1) throw new NotFoundError("The dataset has been deleted in the meantime.");
    await requireIdle(client, datasetId);
    const files = await client.query<{ sha256: string | null }>(FILES_SQL, [datasetId]);
    for (const sql of DELETE_SQLS) await client.query(sql, [datasetId]);
    return deleteUnusedBlobRows(
      client,
      files.rows.flatMap(({ sha256 }) => sha256 ?? []),
    );
  });
  return { datasetId, bytesFreed: await removeBlobFiles(services.pool, services.blobs, unused) };
}

async function requireIdle(client: PoolClient, datasetId: string): Promise<void> {
  const { rows } = await client.query<{ imports: number; runs: number }>(AT_WORK_SQL, [datasetId]);
  const { imports, runs } = rows[0] ?? { imports: 0, runs: 0 };
  if (imports > 0) {
    throw new ConflictError("An import into this dataset is running. Wait until it ends.");
  }
  if (runs > 0) {
    throw new ConflictError(`${runs} ${runs === 1 ? "run is" : "runs are"} training on this dataset. Cancel first.`);
  }
}

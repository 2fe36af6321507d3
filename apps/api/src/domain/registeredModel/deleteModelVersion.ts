import { deleteUnusedBlobRows, inTransaction, removeBlobFiles } from "@maskyard/store";
import type { Services } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { ProjectAccess } from "../access/projectAccess.ts";
import { requireUnaliased } from "./requireUnaliased.ts";

const BLOBS_SQL = `
SELECT blob_sha256 AS sha256 FROM model_version WHERE id = $1 AND blob_sha256 IS NOT NULL
UNION SELECT blob_sha256 FROM model_version_file WHERE version_id = $1`;

/**
 * Deletes a version, for owners; its number is not given again. The checkpoint is then kept or not as its run's retention says. Throws
 * `ConflictError` while an alias points at it.
 */
export async function deleteModelVersion(services: Services, actor: Actor, versionId: string): Promise<void> {
  const version = await services.prisma.modelVersion.findUnique({
    where: { id: versionId },
    include: { model: true },
  });
  await new ProjectAccess(services.prisma, actor).requireRole(version?.model.projectId, "OWNER", "model version");
  const unused = await inTransaction(services.pool, async (client) => {
    await requireUnaliased(client, versionId, "deleted");
    const { rows } = await client.query<{ sha256: string }>(BLOBS_SQL, [versionId]);
    await client.query("DELETE FROM model_version WHERE id = $1", [versionId]);
    return deleteUnusedBlobRows(
      client,
      rows.map(({ sha256 }) => sha256),
    );
  });
  await removeBlobFiles(services.pool, services.blobs, unused);
}

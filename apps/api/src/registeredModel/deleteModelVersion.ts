import { deleteUnusedBlobs, inTransaction } from "@maskyard/store";
import type { Actor } from "../access/actor.ts";
import { ProjectAccess } from "../access/projectAccess.ts";
import type { Services } from "../services.ts";
import { requireUnaliased } from "./requireUnaliased.ts";

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
  await inTransaction(services.pool, async (client) => {
    await requireUnaliased(client, versionId, "deleted");
    await client.query("DELETE FROM model_version WHERE id = $1", [versionId]);
  });
  if (version !== null) {
    await deleteUnusedBlobs(services.pool, services.blobs, [version.blobSha256]);
  }
}

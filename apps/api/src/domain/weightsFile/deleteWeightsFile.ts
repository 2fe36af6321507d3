import { deleteUnusedBlobs } from "@maskyard/store";
import type { Services } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { ProjectAccess } from "../access/projectAccess.ts";
import { ConflictError } from "../errors/expectedErrors.ts";

/** Deletes the row, and an uploaded file that nothing else is made of. Runs that started from it keep its name. */
export async function deleteWeightsFile(services: Services, actor: Actor, weightsFileId: string): Promise<void> {
  const file = await services.prisma.weightsFile.findUnique({ where: { id: weightsFileId } });
  await new ProjectAccess(services.prisma, actor).requireRole(file?.projectId, "EDITOR", "weights file");
  const runs = await services.prisma.run.count({
    where: { initialWeightsFileId: weightsFileId, status: { in: ["QUEUED", "RUNNING"] } },
  });
  if (runs > 0) {
    throw new ConflictError(`${runs} ${runs === 1 ? "run starts" : "runs start"} from these weights. Cancel first.`);
  }
  await services.prisma.weightsFile.delete({ where: { id: weightsFileId } });
  if (file?.blobSha256) {
    await deleteUnusedBlobs(services.pool, services.blobs, [file.blobSha256]);
  }
}

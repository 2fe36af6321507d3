import type { Actor } from "../access/actor.ts";
import { ProjectAccess } from "../access/projectAccess.ts";
import { ConflictError } from "../errors/expectedErrors.ts";
import { refuseIfRegistered } from "../registeredModel/refuseIfRegistered.ts";
import type { Services } from "../services.ts";

/** Deletes a dataset with everything in it; owners only. Refused while an import or a run still works on it. */
export async function deleteDataset(services: Services, actor: Actor, datasetId: string): Promise<void> {
  const dataset = await services.prisma.dataset.findUnique({ where: { id: datasetId } });
  await new ProjectAccess(services.prisma, actor).requireRole(dataset?.projectId, "OWNER", "dataset");
  const [imports, runs] = await Promise.all([
    services.prisma.import.count({ where: { datasetId, status: "RUNNING" } }),
    services.prisma.run.count({ where: { datasetId, status: { in: ["QUEUED", "RUNNING"] } } }),
  ]);
  if (imports > 0) {
    throw new ConflictError("An import into this dataset is under way; wait for its end.");
  }
  if (runs > 0) {
    throw new ConflictError(`${runs} ${runs === 1 ? "run trains" : "runs train"} on this dataset; cancel first.`);
  }
  await refuseIfRegistered(services, { datasetId }, "The dataset was not deleted.");
  // Annotations name their category without a cascade, so what hangs on the dataset goes in this order.
  await services.prisma.$transaction([
    services.prisma.run.deleteMany({ where: { datasetId } }),
    services.prisma.snapshot.deleteMany({ where: { datasetId } }),
    services.prisma.annotation.deleteMany({ where: { datasetId } }),
    services.prisma.dataset.delete({ where: { id: datasetId } }),
  ]);
}

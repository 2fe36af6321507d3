import type { Services } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { ProjectAccess } from "../access/projectAccess.ts";

/** Takes a split away. Snapshots made with it, and so runs, keep the subsets they were made with. */
export async function deleteSplit(services: Services, actor: Actor, splitId: string): Promise<void> {
  const split = await services.prisma.split.findUnique({
    where: { id: splitId },
    include: { dataset: { select: { projectId: true } } },
  });
  await new ProjectAccess(services.prisma, actor).requireRole(split?.dataset.projectId, "EDITOR", "split");
  // One that somebody else deleted meanwhile is as gone as it should be.
  await services.prisma.split.deleteMany({ where: { id: splitId } });
}

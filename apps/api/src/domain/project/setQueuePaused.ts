import type { Services } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { ProjectAccess } from "../access/projectAccess.ts";
import { wakeTrainers } from "../run/wakeTrainers.ts";

const PAUSE_SQL = `
UPDATE project SET queue_paused_at = CASE WHEN $2 THEN coalesce(queue_paused_at, clock_timestamp()) END WHERE id = $1`;

/** While paused, no run of the project is claimed; those that train go on. Resuming wakes the trainers. */
export async function setQueuePaused(
  services: Services,
  actor: Actor,
  { projectId, paused }: { readonly projectId: string; readonly paused: boolean },
): Promise<void> {
  const project = await services.prisma.project.findUnique({ where: { id: projectId }, select: { id: true } });
  await new ProjectAccess(services.prisma, actor).requireRole(project?.id, "EDITOR", "project");
  await services.pool.query(PAUSE_SQL, [projectId, paused]);
  if (!paused) {
    await wakeTrainers(services.pool, { projectId });
  }
}

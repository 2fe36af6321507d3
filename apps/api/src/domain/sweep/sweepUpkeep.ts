import { stopSweep } from "@maskyard/store";
import type { Services } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { ProjectAccess } from "../access/projectAccess.ts";
import { ConflictError } from "../errors/expectedErrors.ts";
import { wakeTrainers } from "../run/wakeTrainers.ts";

// A sweep that was stopped is no longer paused, and not paused again.
const PAUSE_SQL = `
UPDATE sweep SET paused_at = CASE WHEN $2 THEN coalesce(paused_at, clock_timestamp()) END
WHERE id = $1 AND stopped_at IS NULL`;

/** While paused, none of the sweep's runs is claimed; those that train go on. Resuming wakes the trainers. */
export async function setSweepPaused(
  services: Services,
  actor: Actor,
  { sweepId, paused }: { readonly sweepId: string; readonly paused: boolean },
): Promise<void> {
  await requireSweep(services, actor, sweepId);
  const { rowCount } = await services.pool.query(PAUSE_SQL, [sweepId, paused]);
  if (rowCount !== 1) {
    throw new ConflictError(
      "The sweep was stopped and its runs were cancelled. Retry the runs, or create another sweep.",
    );
  }
  if (!paused) {
    await wakeTrainers(services.pool, { sweepId });
  }
}

/** Cancels what waits, and what trains once its trainer saved a checkpoint. */
export async function endSweep(services: Services, actor: Actor, sweepId: string): Promise<void> {
  await requireSweep(services, actor, sweepId);
  await stopSweep(services.pool, { sweepId });
}

/** Deletes a sweep, not its runs. Refused while some of these have not ended: nothing would bound them any more. */
export async function deleteSweep(services: Services, actor: Actor, sweepId: string): Promise<void> {
  await requireSweep(services, actor, sweepId);
  const unfinished = await services.prisma.run.count({ where: { sweepId, status: { in: ["QUEUED", "RUNNING"] } } });
  if (unfinished > 0) {
    throw new ConflictError(
      `${unfinished} ${unfinished === 1 ? "run of the sweep has" : "runs of the sweep have"} not ended. Stop the sweep first.`,
    );
  }
  await services.prisma.sweep.delete({ where: { id: sweepId } });
}

async function requireSweep(services: Services, actor: Actor, sweepId: string): Promise<void> {
  const sweep = await services.prisma.sweep.findUnique({
    where: { id: sweepId },
    select: { projectId: true },
  });
  await new ProjectAccess(services.prisma, actor).requireRole(sweep?.projectId, "EDITOR", "sweep");
}

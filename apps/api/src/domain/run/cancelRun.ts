import { isFinal, requestCancel } from "@maskyard/store";
import type { Services } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { ProjectAccess } from "../access/projectAccess.ts";
import { ConflictError } from "../errors/expectedErrors.ts";

/**
 * Asks for the end of a run: a queued one ends at once, a running one after its trainer saved a checkpoint. Throws {@link ConflictError} for a run that
 * has ended, and for one that no trainer of ours trains.
 */
export async function cancelRun(services: Services, actor: Actor, runId: string): Promise<void> {
  const run = await services.prisma.run.findUnique({
    where: { id: runId },
    select: { projectId: true, status: true, source: true },
  });
  await new ProjectAccess(services.prisma, actor).requireRole(run?.projectId, "EDITOR", "run");
  if (run !== null && isFinal(run.status)) {
    throw new ConflictError(`The run has already ended (${run.status.toLowerCase()}).`);
  }
  if (run?.source === "EXTERNAL") {
    throw new ConflictError(
      "This run is logged by an external program, which cannot be stopped from here. Stop the program, or report with finishRun how the run ended.",
    );
  }
  await requestCancel(services.pool, { runId });
}

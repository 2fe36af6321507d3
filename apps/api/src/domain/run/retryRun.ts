import { retryRun as putBack } from "@maskyard/store";
import type { Services } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { ProjectAccess } from "../access/projectAccess.ts";
import { ConflictError } from "../errors/expectedErrors.ts";

/** Puts a failed or cancelled run back into the queue: it goes on from its newest checkpoint, and its attempts count anew. */
export async function retryRun(services: Services, actor: Actor, runId: string): Promise<void> {
  const run = await services.prisma.run.findUnique({
    where: { id: runId },
    select: { projectId: true, status: true, source: true },
  });
  await new ProjectAccess(services.prisma, actor).requireRole(run?.projectId, "EDITOR", "run");
  if (await putBack(services.pool, { runId })) {
    return;
  }
  throw new ConflictError(
    run?.source === "EXTERNAL"
      ? "This run was not trained here, so it cannot be retried here."
      : `Only failed or cancelled runs can be retried, and this one is ${run?.status.toLowerCase()}. Clone it to train it again.`,
  );
}

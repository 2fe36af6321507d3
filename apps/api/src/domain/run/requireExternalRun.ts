import type { Run } from "@maskyard/store/prisma";
import type { Services } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { ProjectAccess } from "../access/projectAccess.ts";
import { ConflictError, NotFoundError } from "../errors/expectedErrors.ts";

/** The run, which the actor may write from outside: it is nobody else's project's, and no trainer of ours writes it. */
export async function requireExternalRun(services: Services, actor: Actor, runId: string): Promise<Run> {
  const run = await services.prisma.run.findUnique({ where: { id: runId } });
  await new ProjectAccess(services.prisma, actor).requireRole(run?.projectId, "EDITOR", "run");
  if (run === null) {
    throw new NotFoundError("There is no such run.");
  }
  if (run.source !== "EXTERNAL") {
    throw new ConflictError("This run belongs to a trainer, so other programs cannot log to it.");
  }
  return run;
}

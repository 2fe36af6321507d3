import type { ProjectRole } from "@maskyard/store/prisma";
import type { Services } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { ProjectAccess } from "../access/projectAccess.ts";
import { InvalidInputError, NotFoundError } from "../errors/expectedErrors.ts";

const RUNS_AT_ONCE_MAX = 500;

/** Checks that the actor has the role in the project of every run, and that every run is there; else none is touched. */
export async function requireRuns(
  services: Services,
  actor: Actor,
  runIds: readonly string[],
  role: ProjectRole,
): Promise<void> {
  if (runIds.length === 0 || runIds.length > RUNS_AT_ONCE_MAX) {
    throw new InvalidInputError(`Give 1 to ${RUNS_AT_ONCE_MAX} runs.`, "ids");
  }
  const runs = await services.prisma.run.findMany({ where: { id: { in: [...runIds] } }, select: { projectId: true } });
  if (runs.length < new Set(runIds).size) {
    throw new NotFoundError(runIds.length === 1 ? "There is no such run." : "Some of these runs do not exist.");
  }
  const access = new ProjectAccess(services.prisma, actor);
  for (const projectId of new Set(runs.map((run) => run.projectId))) {
    await access.requireRole(projectId, role, "run");
  }
}

import type { LoggedModel } from "@maskyard/store/prisma";
import type { Services } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { ProjectAccess } from "../access/projectAccess.ts";
import { NotFoundError } from "../errors/expectedErrors.ts";

/** The model, for an actor with the role in its project. */
export async function requireLoggedModel(
  services: Services,
  actor: Actor,
  id: string,
  role: "VIEWER" | "EDITOR",
): Promise<LoggedModel> {
  const found = await services.prisma.loggedModel.findUnique({
    where: { id },
    include: { run: { select: { projectId: true } } },
  });
  await new ProjectAccess(services.prisma, actor).requireRole(found?.run.projectId, role, "logged model");
  if (found === null) throw new NotFoundError("There is no such logged model.");
  const { run: _, ...model } = found;
  return model;
}

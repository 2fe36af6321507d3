import type { Services } from "../../services.ts";
import { ForbiddenError } from "../errors/expectedErrors.ts";
import type { Actor } from "./actor.ts";

export async function firstEditableProject(services: Pick<Services, "prisma">, actor: Actor): Promise<string> {
  const membership = await services.prisma.projectMember.findFirst({
    where: { userId: actor.userId, role: { in: ["EDITOR", "OWNER"] } },
    orderBy: { projectId: "asc" },
  });
  if (membership === null) {
    throw new ForbiddenError("You are not an editor of any project. Ask an owner of the project.");
  }
  return membership.projectId;
}

import type { Services } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { memberOf } from "../access/memberOf.ts";
import { ProjectAccess } from "../access/projectAccess.ts";
import { ConflictError, NotFoundError } from "../errors/expectedErrors.ts";
import { isUniqueViolation } from "../errors/isUniqueViolation.ts";

/**
 * Brings a model of this name, which the actor made and which has no version yet, to the project whose run makes its first. A model that is the project's
 * already stays. Throws {@link NotFoundError} where there is no such name, {@link ConflictError} where it has versions of another project's.
 */
export async function adoptModel(services: Services, actor: Actor, name: string, projectId: string): Promise<void> {
  const models = await services.prisma.registeredModel.findMany({ where: { name, project: memberOf(actor) } });
  if (models.some((model) => model.projectId === projectId)) return;
  const [model, second] = models;
  if (model === undefined) throw new NotFoundError(`Registered Model with name=${name} not found`);
  if (second === undefined && model.createdById === actor.userId) {
    const access = new ProjectAccess(services.prisma, actor);
    await access.requireRole(model.projectId, "EDITOR", "model");
    await access.requireRole(projectId, "EDITOR", "run");
    if (await moved(services, { id: model.id, from: model.projectId, to: projectId })) return;
  }
  throw new ConflictError(`The model "${name}" is another project's than the run; register it under another name.`);
}

/** In one statement, so that a version which somebody registers meanwhile keeps the model where it is. */
async function moved(
  { prisma }: Pick<Services, "prisma">,
  { id, from, to }: { readonly id: string; readonly from: string; readonly to: string },
): Promise<boolean> {
  try {
    const { count } = await prisma.registeredModel.updateMany({
      where: { id, projectId: from, nextVersionNumber: 1 },
      data: { projectId: to },
    });
    return count === 1;
  } catch (error) {
    // The project was given a model of that name meanwhile: that one is meant.
    if (isUniqueViolation(error)) return true;
    throw error;
  }
}

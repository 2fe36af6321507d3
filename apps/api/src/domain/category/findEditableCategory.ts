import type { Category } from "@maskyard/store/prisma";
import type { Services } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { ProjectAccess } from "../access/projectAccess.ts";
import { NotFoundError } from "../errors/expectedErrors.ts";
import { LISTED_CATEGORY } from "./listedCategory.ts";

/** The category, for an actor who may edit its dataset. */
export async function findEditableCategory(services: Services, actor: Actor, id: string): Promise<Category> {
  const category = await services.prisma.category.findFirst({
    where: { id, ...LISTED_CATEGORY },
    include: { dataset: { select: { projectId: true } } },
  });
  await new ProjectAccess(services.prisma, actor).requireRole(category?.dataset.projectId, "EDITOR", "category");
  if (category === null) throw new NotFoundError("There is no such category.");
  return category;
}

import type { Category } from "@maskyard/store/prisma";
import { z } from "zod";
import type { Services } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { ProjectAccess } from "../access/projectAccess.ts";
import { ConflictError } from "../errors/expectedErrors.ts";
import { isUniqueViolation } from "../errors/isUniqueViolation.ts";
import { parseInput } from "../errors/parseInput.ts";
import { withoutControls } from "../errors/withoutControls.ts";
import { categoryColor } from "./categoryColor.ts";
import { LISTED_CATEGORY } from "./listedCategory.ts";

export const categoryName = withoutControls(z.string().trim().min(1, "Give the category a name.").max(200));
export const categoryColour = z.string().regex(/^#[0-9a-fA-F]{6}$/, "A colour is written as #rrggbb.");
const inputSchema = z.object({ datasetId: z.string(), name: categoryName, color: categoryColour.nullish() });

/** A new category after the others of its dataset; one of that name that was merged or deleted comes back. */
export async function createCategory(services: Services, actor: Actor, input: unknown): Promise<Category> {
  const { datasetId, name, color } = parseInput(inputSchema, input);
  const dataset = await services.prisma.dataset.findUnique({ where: { id: datasetId } });
  await new ProjectAccess(services.prisma, actor).requireRole(dataset?.projectId, "EDITOR", "dataset");
  try {
    return await services.prisma.$transaction(async (transaction) => {
      // Two people adding at once must not get the same position.
      await transaction.$executeRaw`SELECT id FROM dataset WHERE id = ${datasetId}::uuid FOR UPDATE`;
      const retired = await transaction.category.findFirst({
        where: { datasetId, name, NOT: LISTED_CATEGORY },
      });
      if (retired !== null) {
        const chosen = color ? { color: color.toLowerCase() } : {};
        return transaction.category.update({ where: { id: retired.id }, data: { retiredAt: null, ...chosen } });
      }
      const last = await transaction.category.aggregate({ where: { datasetId }, _max: { position: true } });
      const position = (last._max.position ?? -1) + 1;
      return transaction.category.create({
        data: { datasetId, name, position, color: color?.toLowerCase() ?? categoryColor(position) },
      });
    });
  } catch (error) {
    if (isUniqueViolation(error)) {
      throw new ConflictError(`The dataset already has a category "${name}".`);
    }
    throw error;
  }
}

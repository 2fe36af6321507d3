import type { Category } from "@maskyard/store/prisma";
import { z } from "zod";
import type { Services } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { ConflictError, InvalidInputError } from "../errors/expectedErrors.ts";
import { isUniqueViolation } from "../errors/isUniqueViolation.ts";
import { parseInput } from "../errors/parseInput.ts";
import { categoryColour, categoryName } from "./createCategory.ts";
import { findEditableCategory } from "./findEditableCategory.ts";

const inputSchema = z.object({ id: z.string(), name: categoryName.nullish(), color: categoryColour.nullish() });

/** Another name or colour. Its annotations stay as they are; snapshots taken before keep the name of then. */
export async function updateCategory(services: Services, actor: Actor, input: unknown): Promise<Category> {
  const { id, name, color } = parseInput(inputSchema, input);
  const category = await findEditableCategory(services, actor, id);
  if (name == null && color == null) throw new InvalidInputError("Give a name, a colour or both.", "name");
  const data = { ...(name == null ? {} : { name }), ...(color == null ? {} : { color: color.toLowerCase() }) };
  try {
    return await services.prisma.category.update({ where: { id: category.id }, data });
  } catch (error) {
    if (isUniqueViolation(error)) {
      throw new ConflictError(
        `The dataset already has, or used to have, a category "${name}". Merge the two, or choose another name.`,
      );
    }
    throw error;
  }
}

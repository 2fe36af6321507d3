import { inTransaction } from "@maskyard/store";
import type { Category } from "@maskyard/store/prisma";
import { z } from "zod";
import type { Services } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { ProjectAccess } from "../access/projectAccess.ts";
import { ConflictError } from "../errors/expectedErrors.ts";
import { isUniqueViolation } from "../errors/isUniqueViolation.ts";
import { parseInput } from "../errors/parseInput.ts";
import { withoutControls } from "../errors/withoutControls.ts";
import { insertCategories } from "./insertCategories.ts";
import { LISTED_CATEGORY_SQL } from "./listedCategory.ts";
import { lockCategories } from "./lockCategories.ts";

export const categoryName = withoutControls(z.string().trim().min(1, "Give the category a name.").max(200));
export const categoryColour = z.string().regex(/^#[0-9a-fA-F]{6}$/, "A colour is written as #rrggbb.");
const inputSchema = z.object({ datasetId: z.string(), name: categoryName, color: categoryColour.nullish() });

const NAMED_SQL = `SELECT id, ${LISTED_CATEGORY_SQL} AS "isListed" FROM category WHERE dataset_id = $1 AND name = $2`;

const BRING_BACK_SQL = `
UPDATE category SET retired_at = NULL, color = coalesce($2, color), updated_at = clock_timestamp() WHERE id = $1`;

/** A new category after the others of its dataset; one of that name that was merged or deleted comes back. */
export async function createCategory(services: Services, actor: Actor, input: unknown): Promise<Category> {
  const { datasetId, name, color } = parseInput(inputSchema, input);
  const dataset = await services.prisma.dataset.findUnique({ where: { id: datasetId } });
  await new ProjectAccess(services.prisma, actor).requireRole(dataset?.projectId, "EDITOR", "dataset");
  const chosen = color?.toLowerCase();
  const taken = () => new ConflictError(`The dataset already has a category "${name}".`);
  const id = await inTransaction(services.pool, async (client) => {
    await lockCategories(client, datasetId, "add");
    const { rows } = await client.query<{ id: string; isListed: boolean }>(NAMED_SQL, [datasetId, name]);
    const [named] = rows;
    if (named?.isListed) throw taken();
    if (named === undefined) return (await insertCategories(client, datasetId, [{ name, color: chosen }]))[0];
    await client.query(BRING_BACK_SQL, [named.id, chosen ?? null]);
    return named.id;
  }).catch((error: unknown) => {
    // Another category was given the name meanwhile: who renames one does not wait for who adds one.
    throw isUniqueViolation(error) ? taken() : error;
  });
  return services.prisma.category.findUniqueOrThrow({ where: { id: id as string } });
}

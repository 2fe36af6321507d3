import { InvalidInputError } from "../errors/expectedErrors.ts";
import type { Services } from "../services.ts";

/** Throws {@link InvalidInputError} unless the category is one of the dataset's. */
export async function requireCategoryOf(services: Services, datasetId: string, categoryId: string): Promise<void> {
  const category = await services.prisma.category.findFirst({ where: { id: categoryId, datasetId } });
  if (category === null) {
    throw new InvalidInputError("This category is not one of the dataset's.", "categoryId");
  }
}

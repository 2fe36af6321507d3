import type { Services } from "../../services.ts";
import { LISTED_CATEGORY } from "../category/listedCategory.ts";
import { InvalidInputError } from "../errors/expectedErrors.ts";

export const NOT_OF_THE_DATASET = "This category is not one of the dataset's, or is no longer.";

/** Throws {@link InvalidInputError} unless the category is one of the dataset's. */
export async function requireCategoryOf(services: Services, datasetId: string, categoryId: string): Promise<void> {
  const category = await services.prisma.category.findFirst({
    where: { id: categoryId, datasetId, ...LISTED_CATEGORY },
  });
  if (category === null) {
    throw new InvalidInputError(NOT_OF_THE_DATASET, "categoryId");
  }
}

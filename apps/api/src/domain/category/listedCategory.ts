import type { Prisma } from "@maskyard/store/prisma";

/** Categories that a dataset shows: all that nobody retired, and retired ones that an annotation in force has all the same (one that was restored). */
export const LISTED_CATEGORY = {
  OR: [{ retiredAt: null }, { annotations: { some: { deletedAt: null } } }],
} satisfies Prisma.CategoryWhereInput;

/** The same as a condition on the table `category`. */
export const LISTED_CATEGORY_SQL = `(category.retired_at IS NULL
  OR EXISTS (SELECT 1 FROM annotation AS used WHERE used.category_id = category.id AND used.deleted_at IS NULL))`;

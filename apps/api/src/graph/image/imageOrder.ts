import type { Prisma } from "@maskyard/store/prisma";
import { builder } from "../builder/builder.ts";

export const ImageOrder = builder.enumType("ImageOrder", {
  values: {
    IMPORTED: { description: "In the order they were imported." },
    NEWEST: { description: "The one imported last first." },
  },
});

export type ImageOrderValue = typeof ImageOrder.$inferType;

/** Ids rise with the time of the import, so that they are the order. */
export function imageOrderBy(order: ImageOrderValue | null | undefined): Prisma.ImageOrderByWithRelationInput {
  return { id: order === "NEWEST" ? "desc" : "asc" };
}

import { LIVE_IMAGE } from "@maskyard/store";
import type { Prisma, Subset } from "@maskyard/store/prisma";

export interface ImageFilterValue {
  readonly fileNameContains?: string | null | undefined;
  readonly categoryId?: { readonly id: string } | null | undefined;
  readonly unannotated?: boolean | null | undefined;
  readonly splitId?: { readonly id: string } | null | undefined;
  readonly subset?: Subset | null | undefined;
  readonly tags?: readonly string[] | null | undefined;
  readonly untagged?: boolean | null | undefined;
}

const inForce = { deletedAt: null };

/**
 * The images of a dataset, but for deleted ones, that a filter lets through. Every condition is about the image's own dataset: a category or
 * split of another one matches nothing, so a filter cannot be used to ask about foreign rows.
 */
export function imageWhere(datasetId: string, filter: ImageFilterValue | null | undefined): Prisma.ImageWhereInput {
  const conditions: Prisma.ImageWhereInput[] = [{ datasetId, ...LIVE_IMAGE }];
  if (filter?.fileNameContains) {
    // Prisma hands LIKE's wildcards on; here they are letters of a file name.
    const contains = filter.fileNameContains.replace(/[\\%_]/g, "\\$&");
    conditions.push({ fileName: { contains, mode: "insensitive" } });
  }
  if (filter?.categoryId != null) {
    conditions.push({ annotations: { some: { ...inForce, categoryId: filter.categoryId.id } } });
  }
  if (filter?.unannotated != null) {
    conditions.push({ annotations: filter.unannotated ? { none: inForce } : { some: inForce } });
  }
  if (filter?.splitId != null || filter?.subset != null) {
    conditions.push({
      assignments: {
        some: {
          ...(filter.splitId == null ? {} : { splitId: filter.splitId.id }),
          ...(filter.subset == null ? {} : { subset: filter.subset }),
          split: { datasetId },
        },
      },
    });
  }
  if (filter?.tags?.length) conditions.push({ tags: { hasEvery: [...filter.tags] } });
  if (filter?.untagged != null) conditions.push({ tags: { isEmpty: filter.untagged } });
  return { AND: conditions };
}

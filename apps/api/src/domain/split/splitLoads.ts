import { LIVE_IMAGE_SQL } from "@maskyard/store";
import type { Subset } from "@maskyard/store/prisma";
import type { Pool } from "pg";
import { LISTED_CATEGORY_SQL } from "../category/listedCategory.ts";

export interface SubsetCounts {
  readonly train: number;
  readonly val: number;
  readonly test: number;
}

export interface CategoryCounts extends SubsetCounts {
  readonly categoryId: string;
}

function emptyCounts(): Record<"train" | "val" | "test", number> {
  return { train: 0, val: 0, test: 0 };
}

const keyOf: Readonly<Record<Subset, "train" | "val" | "test">> = { TRAIN: "train", VAL: "val", TEST: "test" };

/** Images of each split by subset. */
export async function countImagesOfSplits(pool: Pool, splitIds: readonly string[]): Promise<SubsetCounts[]> {
  const { rows } = await pool.query<{ id: string; subset: Subset; count: number }>(
    `SELECT split_id AS id, subset, count(*)::int AS count
     FROM split_assignment JOIN image ON image.id = image_id AND ${LIVE_IMAGE_SQL}
     WHERE split_id = ANY($1::uuid[]) GROUP BY split_id, subset`,
    [splitIds],
  );
  const counts = new Map(splitIds.map((id) => [id, emptyCounts()]));
  for (const row of rows) {
    const found = counts.get(row.id);
    if (found !== undefined) {
      found[keyOf[row.subset]] = row.count;
    }
  }
  return splitIds.map((id) => counts.get(id) ?? emptyCounts());
}

/** Instances of each category of the split's dataset by subset, in the categories' order. */
export async function countClassesOfSplits(pool: Pool, splitIds: readonly string[]): Promise<CategoryCounts[][]> {
  const { rows } = await pool.query<{ id: string; category_id: string; subset: Subset | null; count: number }>(
    `SELECT split.id, category.id AS category_id, counted.subset, coalesce(counted.count, 0)::int AS count
     FROM split
     JOIN category ON category.dataset_id = split.dataset_id
     LEFT JOIN LATERAL (
       SELECT assignment.subset, count(*)::int AS count
       FROM split_assignment AS assignment
       JOIN annotation ON annotation.image_id = assignment.image_id AND annotation.deleted_at IS NULL
       WHERE assignment.split_id = split.id AND annotation.category_id = category.id
       GROUP BY assignment.subset
     ) AS counted ON true
     WHERE split.id = ANY($1::uuid[]) AND ${LISTED_CATEGORY_SQL}
     ORDER BY category.position`,
    [splitIds],
  );
  const bySplit = new Map<string, Map<string, ReturnType<typeof emptyCounts>>>(splitIds.map((id) => [id, new Map()]));
  for (const row of rows) {
    const categories = bySplit.get(row.id);
    const counts = categories?.get(row.category_id) ?? emptyCounts();
    if (row.subset !== null) {
      counts[keyOf[row.subset]] = row.count;
    }
    categories?.set(row.category_id, counts);
  }
  return splitIds.map((id) => [...(bySplit.get(id) ?? [])].map(([categoryId, counts]) => ({ categoryId, ...counts })));
}

export interface SizeCounts extends SubsetCounts {
  readonly size: "SMALL" | "MEDIUM" | "LARGE";
}

const SIZES = ["SMALL", "MEDIUM", "LARGE"] as const;

/** Instances of COCO's three sizes by subset. */
export async function countSizesOfSplits(pool: Pool, splitIds: readonly string[]): Promise<SizeCounts[][]> {
  const { rows } = await pool.query<{ id: string; size: SizeCounts["size"]; subset: Subset; count: number }>(
    `SELECT assignment.split_id AS id, assignment.subset, count(*)::int AS count,
       CASE WHEN area_px < 1024 THEN 'SMALL' WHEN area_px < 9216 THEN 'MEDIUM' ELSE 'LARGE' END AS size
     FROM split_assignment AS assignment
     JOIN annotation ON annotation.image_id = assignment.image_id AND annotation.deleted_at IS NULL
     WHERE assignment.split_id = ANY($1::uuid[])
     GROUP BY assignment.split_id, assignment.subset, size`,
    [splitIds],
  );
  const counts = new Map(splitIds.map((id) => [id, SIZES.map((size) => ({ size, ...emptyCounts() }))]));
  for (const row of rows) {
    const found = counts.get(row.id)?.find(({ size }) => size === row.size);
    if (found !== undefined) found[keyOf[row.subset]] = row.count;
  }
  return splitIds.map((id) => counts.get(id) ?? []);
}

import {
  foldSplits,
  groupImages,
  randomSplit,
  type SplitAssignment,
  SplitError,
  type SplitGrouping,
  type SplitImage,
  type SplitSizes,
  splitFromSubsets,
  stratifiedSplit,
} from "@maskyard/annotations";
import { LIVE_IMAGE_SQL } from "@maskyard/store";
import type { Pool } from "pg";
import { InvalidInputError } from "../errors/expectedErrors.ts";
import { GROUPABLE_COLUMNS, type GroupableRow, groupableImage } from "./groupableImages.ts";

/** How a dataset's images are divided. With `folds` there are as many assignments, else one. */
export type SplitPlan = { readonly datasetId: string } & (
  | { readonly strategy: "FROM_FILES" }
  | {
      readonly strategy: "RANDOM" | "STRATIFIED";
      readonly seed: number;
      readonly grouping: SplitGrouping;
      /** Stratify by the size of instances too. */
      readonly bySize: boolean;
      readonly sizes: SplitSizes | { readonly folds: number };
    }
);

interface ImageRow extends GroupableRow {
  readonly sourceSubset: string | null;
  readonly instances: Record<string, number> | null;
}

// A stratum is a category, by COCO's three sizes where these are asked for. Named by name, as the images are.
const SQL = `
SELECT ${GROUPABLE_COLUMNS}, image.source_subset AS "sourceSubset",
  (SELECT jsonb_object_agg(counted.stratum, counted.count) FROM (
     SELECT category.name || CASE WHEN NOT $2 THEN '' WHEN area_px < 1024 THEN ' small' WHEN area_px < 9216 THEN ' medium'
       ELSE ' large' END AS stratum, count(*) AS count
     FROM annotation JOIN category ON category.id = annotation.category_id
     WHERE annotation.image_id = image.id AND annotation.deleted_at IS NULL GROUP BY stratum) AS counted) AS instances
FROM image WHERE image.dataset_id = $1 AND ${LIVE_IMAGE_SQL} ORDER BY image.id`;

/** Image ids of a dataset by subset: one assignment, or one for each fold. */
export async function assignImages(pool: Pool, plan: SplitPlan): Promise<SplitAssignment[]> {
  const bySize = plan.strategy !== "FROM_FILES" && plan.bySize;
  const { rows } = await pool.query<ImageRow>(SQL, [plan.datasetId, bySize]);
  if (rows.length === 0) {
    throw new InvalidInputError("The dataset has no images to split. Import some first.", "datasetId");
  }
  const idOf = new Map(rows.map((row) => [row.fileName, row.id]));
  const ids = (names: readonly string[]): string[] => names.map((name) => idOf.get(name) ?? "");
  const assignments = plan.strategy === "FROM_FILES" ? [fromFiles(rows)] : byPlan(rows, plan);
  return assignments.map(({ train, val, test }) => ({ train: ids(train), val: ids(val), test: ids(test) }));
}

function fromFiles(rows: readonly ImageRow[]): SplitAssignment {
  const { assignment } = splitFromSubsets(rows.map((row) => ({ key: row.fileName, subset: row.sourceSubset })));
  if (assignment.train.length + assignment.val.length + assignment.test.length === 0) {
    throw new InvalidInputError(
      "The source files named no subsets (folders or files called train, val or test); choose the strategy RANDOM or STRATIFIED.",
      "strategy",
    );
  }
  return assignment;
}

function byPlan(
  rows: readonly ImageRow[],
  { sizes, strategy, seed, grouping }: Exclude<SplitPlan, { strategy: "FROM_FILES" }>,
): SplitAssignment[] {
  const isStratified = strategy === "STRATIFIED";
  try {
    const groups = groupImages(rows.map(groupableImage), grouping);
    const images: SplitImage[] = rows.map((row) => ({
      key: row.fileName,
      group: groups.get(row.fileName) ?? null,
      instances: row.instances ?? {},
    }));
    if ("folds" in sizes) return foldSplits(images, sizes.folds, seed, { stratified: isStratified });
    return [(isStratified ? stratifiedSplit : randomSplit)(images, sizes, seed)];
  } catch (error) {
    if (error instanceof SplitError) {
      throw new InvalidInputError(error.message, "folds" in sizes ? "folds" : "train");
    }
    throw error;
  }
}

import {
  randomSplit,
  type SplitAssignment,
  SplitError,
  type SplitImage,
  splitFromSubsets,
  stratifiedSplit,
} from "@maskyard/annotations";
import type { Pool } from "pg";
import { InvalidInputError } from "../errors/expectedErrors.ts";

export interface SplitPlan {
  readonly datasetId: string;
  readonly strategy: "RANDOM" | "STRATIFIED" | "FROM_FILES";
  readonly seed: number;
  readonly trainRatio: number;
  readonly valRatio: number;
}

interface ImageRow {
  id: string;
  fileName: string;
  captureGroup: string | null;
  sourceSubset: string | null;
  instances: Record<string, number> | null;
}

const SQL = `
SELECT image.id, image.file_name AS "fileName", image.capture_group AS "captureGroup", image.source_subset AS "sourceSubset",
  (SELECT jsonb_object_agg(counted.category_id, counted.count) FROM (
     SELECT category_id, count(*) AS count FROM annotation
     WHERE annotation.image_id = image.id AND deleted_at IS NULL GROUP BY category_id) AS counted) AS instances
FROM image WHERE dataset_id = $1 ORDER BY image.id`;

/** Image ids of a dataset by subset. Shuffled by file name, not by id: the same files and seed give the same split on every server. */
export async function assignImages(pool: Pool, plan: SplitPlan): Promise<SplitAssignment> {
  const { rows } = await pool.query<ImageRow>(SQL, [plan.datasetId]);
  if (rows.length === 0) {
    throw new InvalidInputError("The dataset has no images to split; import some first.", "datasetId");
  }
  const idOf = new Map(rows.map((row) => [row.fileName, row.id]));
  const assignment = plan.strategy === "FROM_FILES" ? fromFiles(rows) : byChance(rows, plan);
  const ids = (names: readonly string[]): string[] => names.map((name) => idOf.get(name) ?? "");
  return { train: ids(assignment.train), val: ids(assignment.val), test: ids(assignment.test) };
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

function byChance(rows: readonly ImageRow[], plan: SplitPlan): SplitAssignment {
  const images: SplitImage[] = rows.map((row) => ({
    key: row.fileName,
    group: row.captureGroup,
    instances: row.instances ?? {},
  }));
  const ratios = {
    train: plan.trainRatio,
    val: plan.valRatio,
    test: Math.max(0, 1 - plan.trainRatio - plan.valRatio),
  };
  try {
    return plan.strategy === "STRATIFIED"
      ? stratifiedSplit(images, ratios, plan.seed)
      : randomSplit(images, ratios, plan.seed);
  } catch (error) {
    if (error instanceof SplitError) {
      throw new InvalidInputError(error.message, "train");
    }
    throw error;
  }
}

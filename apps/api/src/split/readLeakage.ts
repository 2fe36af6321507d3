import {
  findLeakage,
  type Leakage,
  type LeakageImage,
  type SplitGrouping,
  type SubsetName,
} from "@maskyard/annotations";
import type { Split } from "@maskyard/store/prisma";
import type { Pool } from "pg";
import { GROUPABLE_COLUMNS, type GroupableRow, groupableImage } from "./groupableImages.ts";
import { DEFAULT_GROUPING } from "./splitGrouping.ts";

const SQL = `
SELECT ${GROUPABLE_COLUMNS}, lower(assignment.subset::text) AS subset
FROM split_assignment AS assignment JOIN image ON image.id = assignment.image_id
WHERE assignment.split_id = $1`;

/** Leakage whose pairs name images by id. */
export interface SplitLeakageFacts extends Leakage {
  readonly idOf: ReadonlyMap<string, string>;
}

/**
 * What leaks between the subsets of a split as its images are now: duplicates always, and groups by capture group, by the
 * rules the split was made with and by what is asked for besides.
 */
export async function readLeakage(
  pool: Pool,
  split: Pick<Split, "id" | "grouping">,
  asked: Partial<Pick<SplitGrouping, "fileNamePattern" | "tagPrefix">> = {},
): Promise<SplitLeakageFacts> {
  const { rows } = await pool.query<GroupableRow & { subset: SubsetName }>(SQL, [split.id]);
  const made = (split.grouping as unknown as SplitGrouping | null) ?? DEFAULT_GROUPING;
  const images = rows.map((row): LeakageImage => ({ ...groupableImage(row), subset: row.subset }));
  const grouping = {
    ...made,
    captureGroup: true,
    fileNamePattern: asked.fileNamePattern ?? made.fileNamePattern,
    tagPrefix: asked.tagPrefix ?? made.tagPrefix,
  };
  return { ...findLeakage(images, grouping), idOf: new Map(rows.map((row) => [row.fileName, row.id])) };
}

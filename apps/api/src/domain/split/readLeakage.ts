import {
  findLeakage,
  type Leakage,
  type LeakageImage,
  type SplitGrouping,
  type SubsetName,
} from "@maskyard/annotations";
import { LIVE_IMAGE_SQL } from "@maskyard/store";
import type { Pool } from "pg";
import type { ManifestSubsets } from "../snapshot/subsetsOfManifest.ts";
import { GROUPABLE_COLUMNS, type GroupableRow, groupableImage } from "./groupableImages.ts";
import { DEFAULT_GROUPING } from "./splitGrouping.ts";

const SQL = `
SELECT ${GROUPABLE_COLUMNS}, lower(assignment.subset::text) AS subset
FROM split_assignment AS assignment JOIN image ON image.id = assignment.image_id
WHERE assignment.split_id = $1 AND ${LIVE_IMAGE_SQL}`;

const SNAPSHOT_SQL = `
SELECT ${GROUPABLE_COLUMNS}, member.subset
FROM unnest($1::uuid[], $2::text[]) AS member(id, subset) JOIN image ON image.id = member.id`;

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
  split: { readonly id: string; readonly grouping: SplitGrouping | null },
  asked: Partial<Pick<SplitGrouping, "fileNamePattern" | "tagPrefix">> = {},
): Promise<SplitLeakageFacts> {
  const { rows } = await pool.query<SubsetRow>(SQL, [split.id]);
  return leakageOf(rows, split.grouping ?? DEFAULT_GROUPING, asked);
}

/** The same between the subsets that a snapshot froze, with images that were deleted since. */
export async function readSnapshotLeakage(
  pool: Pool,
  { subsets, grouping }: { readonly subsets: ManifestSubsets; readonly grouping: SplitGrouping | null },
): Promise<SplitLeakageFacts> {
  const members = [...subsets].flatMap(([subset, ids]) => (subset === "" ? [] : [...ids].map((id) => [id, subset])));
  const { rows } = await pool.query<SubsetRow>(SNAPSHOT_SQL, [
    members.map(([id]) => id),
    members.map(([, subset]) => subset),
  ]);
  return leakageOf(rows, grouping ?? DEFAULT_GROUPING, {});
}

type SubsetRow = GroupableRow & { readonly subset: SubsetName };

function leakageOf(
  rows: readonly SubsetRow[],
  made: SplitGrouping,
  asked: Partial<Pick<SplitGrouping, "fileNamePattern" | "tagPrefix">>,
): SplitLeakageFacts {
  const images = rows.map((row): LeakageImage => ({ ...groupableImage(row), subset: row.subset }));
  const grouping = {
    ...made,
    captureGroup: true,
    fileNamePattern: asked.fileNamePattern ?? made.fileNamePattern,
    tagPrefix: asked.tagPrefix ?? made.tagPrefix,
  };
  return { ...findLeakage(images, grouping), idOf: new Map(rows.map((row) => [row.fileName, row.id])) };
}

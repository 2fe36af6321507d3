import type { PoolClient } from "pg";
import type { SubsetName } from "../snapshot/SnapshotManifest.ts";
import { copyRows } from "./copyRows.ts";

export interface SplitAssignmentRow {
  readonly splitId: string;
  readonly imageId: string;
  readonly subset: SubsetName;
}

/** Writes which image belongs to which subset, by COPY. */
export async function insertSplitAssignments(client: PoolClient, rows: Iterable<SplitAssignmentRow>): Promise<void> {
  await copyRows(client, "split_assignment (split_id, image_id, subset)", encode(rows));
}

function* encode(rows: Iterable<SplitAssignmentRow>): Generator<readonly string[]> {
  for (const row of rows) yield [row.splitId, row.imageId, row.subset.toUpperCase()];
}

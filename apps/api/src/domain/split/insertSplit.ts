import { insertSplitAssignments, newId, type SubsetName } from "@maskyard/store";
import type { SplitStrategy } from "@maskyard/store/prisma";
import type { PoolClient } from "pg";

export interface NewSplit {
  readonly datasetId: string;
  readonly name: string;
  readonly strategy: SplitStrategy;
  readonly seed: number;
  readonly trainRatio: number;
  readonly valRatio: number;
  /** What stays together; null where the files say who is where. */
  readonly grouping: object | null;
  /** From 1, of `folds`; null where the images are divided once. */
  readonly fold: number | null;
  readonly folds: number | null;
}

const INSERT_SQL = `
INSERT INTO split (id, dataset_id, name, strategy, seed, train_ratio, val_ratio, grouping, fold, folds)
VALUES ($1, $2, $3, $4::split_strategy, $5, $6, $7, $8::jsonb, $9, $10)`;

/** Writes a split with the images of its subsets; returns its id. Within a transaction: both or none. */
export async function insertSplit(
  client: PoolClient,
  { datasetId, name, strategy, seed, trainRatio, valRatio, grouping, fold, folds }: NewSplit,
  images: readonly { readonly imageId: string; readonly subset: SubsetName }[],
): Promise<string> {
  const splitId = newId();
  const groupingText = grouping === null ? null : JSON.stringify(grouping);
  const values = [splitId, datasetId, name, strategy, seed, trainRatio, valRatio, groupingText, fold, folds];
  await client.query(INSERT_SQL, values);
  await insertSplitAssignments(
    client,
    images.map((image) => ({ splitId, ...image })),
  );
  return splitId;
}

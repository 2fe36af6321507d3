import { newId } from "@maskyard/store";
import type { PoolClient } from "pg";
import { categoryColor } from "./categoryColor.ts";
import { lockCategories } from "./lockCategories.ts";

export interface NewCategory {
  readonly name: string;
  /** As #rrggbb; absent: the next of the palette. */
  readonly color?: string | undefined;
}

const LAST_SQL = "SELECT coalesce(max(position), -1) AS position FROM category WHERE dataset_id = $1";

const INSERT_SQL = `
INSERT INTO category (id, dataset_id, name, color, position)
SELECT made.id, $1, made.name, made.color, made.position
FROM unnest($2::uuid[], $3::text[], $4::text[], $5::int[]) AS made (id, name, color, position)`;

/** Adds categories after the others of their dataset, within a transaction that holds them to add some ({@link lockCategories}); returns their ids in order. */
export async function insertCategories(
  client: PoolClient,
  datasetId: string,
  categories: readonly NewCategory[],
): Promise<string[]> {
  if (categories.length === 0) return [];
  const { rows } = await client.query<{ position: number }>(LAST_SQL, [datasetId]);
  const first = (rows[0]?.position ?? -1) + 1;
  const ids = categories.map(() => newId());
  await client.query(INSERT_SQL, [
    datasetId,
    ids,
    categories.map(({ name }) => name),
    categories.map(({ color }, index) => color?.toLowerCase() ?? categoryColor(first + index)),
    categories.map((_, index) => first + index),
  ]);
  return ids;
}

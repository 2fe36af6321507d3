import type { PoolClient } from "pg";
import { NotFoundError } from "../errors/expectedErrors.ts";
import { LISTED_CATEGORY_SQL } from "./listedCategory.ts";

/**
 * The dataset's row is the lock on its categories. Those who add one come one after the other, since each takes the next position; whoever takes one away
 * waits for all who write annotations of the dataset's categories, and they for it.
 */
const LOCKS = { use: "FOR KEY SHARE", add: "FOR NO KEY UPDATE", remove: "FOR UPDATE" } as const;

const LISTED_SQL = `SELECT id FROM category WHERE dataset_id = $1 AND id = ANY($2::uuid[]) AND ${LISTED_CATEGORY_SQL}`;

/** Holds the dataset's categories from here to the commit for what is to be done with them. */
export async function lockCategories(client: PoolClient, datasetId: string, toDo: keyof typeof LOCKS): Promise<void> {
  const { rowCount } = await client.query(`SELECT FROM dataset WHERE id = $1 ${LOCKS[toDo]}`, [datasetId]);
  if (rowCount !== 1) throw new NotFoundError("The dataset was deleted meanwhile.");
}

/** Those of the ids that are categories which the dataset shows; hold them first by {@link lockCategories}, so that they stay so. */
export async function listedAmong(
  client: PoolClient,
  datasetId: string,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ id: string }>(LISTED_SQL, [datasetId, ids]);
  return new Set(rows.map(({ id }) => id));
}

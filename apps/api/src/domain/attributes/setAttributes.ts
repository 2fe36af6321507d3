import type { Services } from "../../services.ts";

/** Rows with key-value tags, and whether they keep when they were changed. A run's are set with what else is said of it: run/writeRemarks.ts. */
const TABLES = {
  experiment: true,
  logged_model: true,
  registered_model: false,
  model_version: false,
  run: false,
} as const;

type Table = keyof typeof TABLES;

const touched = (table: Table): string => (TABLES[table] ? ", updated_at = clock_timestamp()" : "");

/** Sets tags of a row, and no other of its tags: in one statement, so that of many that set one each at the same time all are kept. */
export async function setAttributes(
  services: Pick<Services, "pool">,
  table: Exclude<Table, "run">,
  id: string,
  pairs: Readonly<Record<string, string>>,
): Promise<void> {
  await services.pool.query(`UPDATE ${table} SET attributes = attributes || $2::jsonb${touched(table)} WHERE id = $1`, [
    id,
    JSON.stringify(pairs),
  ]);
}

/** Takes a tag from a row; false where it has none of that key. */
export async function deleteAttribute(
  services: Pick<Services, "pool">,
  table: Table,
  id: string,
  key: string,
): Promise<boolean> {
  const { rowCount } = await services.pool.query(
    `UPDATE ${table} SET attributes = attributes - $2::text${touched(table)} WHERE id = $1 AND attributes ? $2::text`,
    [id, key],
  );
  return rowCount === 1;
}

import type { Pool } from "pg";
import { inTransaction } from "../database/inTransaction.ts";
import { removeLeftOverDataset } from "./removeLeftOverDataset.ts";
import type { StorageProblem } from "./StorageProblem.ts";

/** An import raises its heartbeat every few seconds. */
const DEAD_AFTER_SECONDS = 300;

const DEAD_SQL = `
SELECT id, source FROM import
WHERE status = 'RUNNING' AND heartbeat_at < clock_timestamp() - make_interval(secs => $1)`;

const FAIL_SQL = `
UPDATE import SET status = 'FAILED', finished_at = clock_timestamp(),
  error = 'The server ended while this import ran; nothing of it was kept. Import again.'
WHERE id = ANY($1) AND status = 'RUNNING'
RETURNING id`;

/** Imports that nobody works on any more. */
export async function checkImports(
  pool: Pool,
  { repair }: { readonly repair: boolean },
): Promise<{ imports: number; problems: StorageProblem[] }> {
  const { rows } = await pool.query<{ id: string; source: string }>(DEAD_SQL, [DEAD_AFTER_SECONDS]);
  if (repair && rows.length > 0) {
    await inTransaction(pool, async (client) => {
      const ended = await client.query<{ id: string }>(FAIL_SQL, [rows.map(({ id }) => id)]);
      for (const { id } of ended.rows) await removeLeftOverDataset(client, id);
    });
  }
  const counted = await pool.query<{ count: number }>("SELECT count(*)::int AS count FROM import");
  return {
    imports: counted.rows[0]?.count ?? 0,
    problems: rows.map(({ id, source }) => ({
      kind: "DEAD_IMPORT",
      subject: id,
      message: `The import of "${source}" says that it runs, and no process works on it.`,
      repaired: repair,
    })),
  };
}

import type { Pool, PoolClient } from "pg";

export interface TransactionOptions {
  /** Every statement sees the state at the first one; a row that somebody has changed since cannot be locked (SQLSTATE 40001). */
  readonly snapshot?: boolean;
  /** Every statement sees the state at the first one; writes are refused. */
  readonly readOnlySnapshot?: boolean;
}

/** Runs `work` between BEGIN and COMMIT on one connection; anything it throws rolls back and is thrown on. */
export async function inTransaction<T>(
  pool: Pool,
  work: (client: PoolClient) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  const onError = (error: Error): void => {
    broken = error;
  };
  // A checked-out connection that dies emits "error"; unheard, it would end the process.
  client.on("error", onError);
  try {
    await client.query(beginSql(options));
    const result = await work(client);
    await client.query("COMMIT");
    return result;
  } catch (error) {
    await client.query("ROLLBACK").catch((rollbackError: Error) => {
      broken = rollbackError;
    });
    throw error;
  } finally {
    client.removeListener("error", onError);
    client.release(broken);
  }
}

function beginSql({ snapshot, readOnlySnapshot }: TransactionOptions): string {
  if (readOnlySnapshot) return "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
  return snapshot ? "BEGIN ISOLATION LEVEL REPEATABLE READ" : "BEGIN";
}

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { startPostgres } from "./startPostgres.mjs";

/**
 * Runs `work` with a fresh Postgres that is gone afterwards.
 * @template T
 * @param {(url: string) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withTemporaryPostgres(work) {
  const folder = mkdtempSync(path.join(tmpdir(), "maskyard-postgres-"));
  try {
    const postgres = await startPostgres({ dataDir: path.join(folder, "data"), durable: false });
    try {
      return await work(postgres.url);
    } finally {
      await postgres.stop();
      rmSync(postgres.dataDir, { recursive: true, force: true });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

// A migrated Postgres of a test's own that can be made to crash and be started again at its address. Slow (an initdb), so only for what needs it.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { migrate } from "../postgres/migrate.mjs";
import { startPostgres } from "../postgres/startPostgres.mjs";

/** @returns {Promise<import("./restartablePostgres.d.mts").RestartablePostgres>} */
export async function startRestartablePostgres() {
  const folder = mkdtempSync(path.join(tmpdir(), "maskyard-restartable-postgres-"));
  let postgres = await startPostgres({ dataDir: path.join(folder, "data") });
  await migrate(postgres.url);
  const { port } = postgres;
  return {
    url: postgres.url,
    async crash() {
      // Postgres's "immediate": no session is ended, nothing written out; the next start recovers from the log.
      process.kill(postgres.pid, "SIGQUIT");
      await postgres.ended;
    },
    async start() {
      postgres = await startPostgres({ dataDir: path.join(folder, "data"), port });
      if (postgres.port !== port) throw new Error(`port ${port} was taken while Postgres was down`);
    },
    async close() {
      await postgres.stop();
      rmSync(postgres.dataDir, { recursive: true, force: true });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

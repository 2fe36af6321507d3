// A migrated Postgres of a test's own that is kept running as `npm start` keeps it: it may crash or run out of disk. Slow (an initdb), so
// only for what needs it.
import path from "node:path";
import { readPostmasterPid } from "../postgres/leftoverPostmaster.mjs";
import { migrate } from "../postgres/migrate.mjs";
import { openEmbeddedPostgres } from "../start/embeddedPostgres.mjs";

/**
 * @param {{ dataDir: string, logPath: string, say: (line: string) => void }} options
 * @returns {Promise<import("./supervisedPostgres.d.mts").SupervisedPostgres>}
 */
export async function startSupervisedPostgres({ dataDir, logPath, say }) {
  const { url, dataDir: clusterDir, stop } = await openEmbeddedPostgres(dataDir, logPath, say);
  await migrate(url);
  return {
    url,
    crash() {
      const pid = readPostmasterPid(path.join(clusterDir, "postmaster.pid"));
      // Postgres's "immediate": no session is ended, nothing written out; the next start recovers from the log.
      if (pid !== undefined) process.kill(pid, "SIGQUIT");
    },
    stop,
  };
}

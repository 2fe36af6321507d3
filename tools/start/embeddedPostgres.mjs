import { statfsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { restartDelaySeconds } from "./supervisor.mjs";

/** Postgres extends its log by files of 16 MiB, and does not run where it cannot. */
const roomLeastMib = 32;
/** Room can be there at any moment, and a start without it costs little. */
const fullDiskDelaySeconds = 5;

/**
 * The Postgres that came with the packages, started again whenever it ends by itself, until it is stopped. It ends by itself on a full
 * disk, which is said.
 * @param {string} dataDir @param {string} logPath @param {(line: string) => void} say
 */
export async function openEmbeddedPostgres(dataDir, logPath, say) {
  const { startPostgres } = await import("../postgres/startPostgres.mjs");
  let postgres = await startPostgres({ dataDir, logPath });
  const stopping = new AbortController();
  const { url, port } = postgres;
  const keeping = keepRunning();
  return {
    url,
    name: "Postgres 18",
    /** Where the cluster really is. */
    dataDir: postgres.dataDir,
    stop: async () => {
      stopping.abort();
      await keeping;
      await postgres.stop();
    },
  };

  async function keepRunning() {
    while (await endsByItself()) {
      let why = `Postgres ${await postgres.ended}.`;
      let wasFull = false;
      for (let failures = 1; !stopping.signal.aborted; failures += 1) {
        const full = describeFullDisk(postgres.dataDir);
        const delaySeconds = Math.min(restartDelaySeconds(failures), full ? fullDiskDelaySeconds : Infinity);
        if (!full) say(`  ! ${why}\n    Postgres is started again in ${delaySeconds} s. Its log: ${logPath}`);
        // Once is enough, for as long as that may last.
        else if (!wasFull)
          say(`  ! ${full}\n    Postgres is tried again every ${fullDiskDelaySeconds} s. Its log: ${logPath}`);
        wasFull = full !== "";
        await sleep(delaySeconds * 1000, undefined, { signal: stopping.signal }).catch(() => undefined); // woken to stop
        if (stopping.signal.aborted) return;
        try {
          postgres = await startPostgres({ dataDir, logPath, port });
          say("    Postgres runs again.");
          if (postgres.port !== port) {
            say(`  ! Postgres's port ${port} was taken meanwhile. End this with Ctrl-C and start again.`);
          }
          break;
        } catch (error) {
          why = /** @type {Error} */ (error).message;
        }
      }
    }
  }

  /** Resolves when Postgres has ended, or with false when it is about to be stopped. */
  async function endsByItself() {
    const { signal } = stopping;
    const stopped = new Promise((resolve) =>
      signal.addEventListener("abort", () => resolve(undefined), { once: true }),
    );
    await Promise.race([postgres.ended, stopped]);
    return !signal.aborted;
  }
}

/** A sentence where it is, else nothing; Postgres's own words stand in its log, among many others. @param {string} dataDir */
function describeFullDisk(dataDir) {
  const { bavail, bsize } = statfsSync(dataDir);
  const roomMib = Math.floor((bavail * bsize) / 1024 ** 2);
  if (roomMib >= roomLeastMib) return "";
  return `Postgres has ended: its disk is full (${roomMib} MiB left at ${dataDir}). Make room there; nothing is lost, and all goes on by itself.`;
}

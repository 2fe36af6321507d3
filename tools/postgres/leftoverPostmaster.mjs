import { readFileSync, readlinkSync, rmSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * Clears the way after a start that was killed: ends a Postgres that still runs on the folder, waits for back ends that
 * outlive a killed one, and removes a pid file whose number meanwhile belongs to a stranger (Postgres itself would
 * refuse to start then). Call it only while holding whatever makes this process the folder's one owner.
 * @param {string} dataDir
 * @param {number} timeoutMs
 */
export async function clearLeftoverPostmaster(dataDir, timeoutMs = 30_000) {
  const pidPath = path.join(dataDir, "postmaster.pid");
  const pid = readPostmasterPid(pidPath);
  if (pid === undefined) return;
  if (runsOn(pid, dataDir)) {
    process.kill(pid, "SIGINT");
    if (!(await gone(pid, dataDir, timeoutMs))) {
      process.kill(pid, "SIGQUIT");
      if (!(await gone(pid, dataDir, 5_000))) {
        throw new Error(
          `Postgres (process ${pid}) still runs on ${dataDir} and does not stop. End it, then start again.`,
        );
      }
    }
  } else if (isAlive(pid)) {
    // A stranger with the same number. Back ends of the killed Postgres would be found by its shared memory key, which
    // stands in this file too: make sure that there are none before removing it.
    rmSync(pidPath, { force: true });
  }
}

/** @param {string} pidPath */
export function readPostmasterPid(pidPath) {
  try {
    const pid = Number(readFileSync(pidPath, "utf8").split("\n")[0]);
    return Number.isInteger(pid) && pid > 1 ? pid : undefined;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Every Postgres process has its data folder as working directory. @param {number} pid @param {string} dataDir */
function runsOn(pid, dataDir) {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === dataDir;
  } catch {
    // Gone, or another user's: not ours in both cases.
    return false;
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}

/** @param {number} pid @param {string} dataDir @param {number} timeoutMs */
async function gone(pid, dataDir, timeoutMs) {
  const endMs = Date.now() + timeoutMs;
  while (Date.now() < endMs) {
    if (!runsOn(pid, dataDir)) return true;
    await sleep(50);
  }
  return false;
}

import { readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * Clears the way after a start that was killed: ends a Postgres that still runs on the folder, waits for sessions that
 * outlive a killed one, and removes a pid file whose number meanwhile belongs to a stranger (Postgres itself would
 * refuse to start then). Call it only while holding whatever makes this process the folder's one owner.
 * @param {string} dataDir
 * @param {number} timeoutMs
 */
export async function clearLeftoverPostmaster(dataDir, timeoutMs = 30_000) {
  const pidPath = path.join(dataDir, "postmaster.pid");
  const pid = readPostmasterPid(pidPath);
  if (pid === undefined) return;
  const found = processesOn(dataDir);
  if (found.includes(pid)) process.kill(pid, "SIGINT");
  if (!(await noneLeft(dataDir, timeoutMs))) {
    for (const one of processesOn(dataDir)) process.kill(one, "SIGQUIT");
    if (!(await noneLeft(dataDir, 5_000))) {
      throw new Error(
        `Postgres (process ${processesOn(dataDir).join(", ")}) still runs on ${dataDir} and does not stop. End it, then start again.`,
      );
    }
  }
  // Nothing runs on the folder any more, so what the file says is no longer true.
  rmSync(pidPath, { force: true });
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

/** Every Postgres process has its data folder as working directory. @param {string} dataDir @returns {number[]} */
function processesOn(dataDir) {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        return readlinkSync(`/proc/${name}/cwd`) === dataDir;
      } catch {
        // Gone, or another user's: not ours in both cases.
        return false;
      }
    })
    .map(Number);
}

/** @param {string} dataDir @param {number} timeoutMs */
async function noneLeft(dataDir, timeoutMs) {
  const endMs = Date.now() + timeoutMs;
  while (processesOn(dataDir).length > 0) {
    if (Date.now() > endMs) return false;
    await sleep(50);
  }
  return true;
}

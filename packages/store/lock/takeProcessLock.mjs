import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

// Plain JavaScript: `npm start` needs it before anything is installed or compiled.
/** @typedef {import("./takeProcessLock.d.mts").LockOwner} LockOwner */

/** @param {string} lockPath @returns {import("./takeProcessLock.d.mts").ProcessLock | { heldBy: LockOwner }} */
export function takeProcessLock(lockPath) {
  mkdirSync(path.dirname(lockPath), { recursive: true, mode: 0o700 });
  /** @type {LockOwner} */
  const self = { pid: process.pid, startedAt: processStart(process.pid) ?? "" };
  const ownPath = `${lockPath}.${process.pid}`;
  for (;;) {
    writeFileSync(ownPath, JSON.stringify(self), { mode: 0o600 });
    try {
      // A link appears with its content at once, or fails where one is.
      linkSync(ownPath, lockPath);
      return {
        update: (details) => {
          writeFileSync(ownPath, JSON.stringify({ ...self, ...details }), { mode: 0o600 });
          renameSync(ownPath, lockPath);
        },
        release: () => {
          if (readOwner(lockPath)?.pid === process.pid) rmSync(lockPath, { force: true });
        },
      };
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST") throw error;
    } finally {
      rmSync(ownPath, { force: true });
    }
    const owner = readOwner(lockPath);
    if (owner && isRunning(owner)) return { heldBy: owner };
    // Moved away rather than removed: of two that find the same dead owner, one moves it and the other finds nothing.
    const movedPath = `${lockPath}.dead.${process.pid}`;
    try {
      renameSync(lockPath, movedPath);
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== "ENOENT") throw error;
      continue;
    }
    const moved = readOwner(movedPath);
    if (moved && isRunning(moved)) renameSync(movedPath, lockPath);
    else rmSync(movedPath, { force: true });
  }
}

/** @param {string} lockPath @returns {LockOwner | undefined} */
function readOwner(lockPath) {
  try {
    return JSON.parse(readFileSync(lockPath, "utf8"));
  } catch {
    // Not there, or cut short by a full disk: nobody's in both cases.
    return undefined;
  }
}

/** @param {LockOwner} owner */
function isRunning(owner) {
  return owner.startedAt !== "" && processStart(owner.pid) === owner.startedAt;
}

/** Field 22 of /proc/PID/stat, the start in clock ticks since boot. @param {number} pid */
function processStart(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return undefined;
  }
}

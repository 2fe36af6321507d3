import { spawn } from "node:child_process";

// The kernel's lock on an open file ends with the process that holds it, however it ends, so no stale lock can stay
// behind. Node has no flock; python3 is needed for the build anyway and holds it while our end of its stdin is open.
const holderScript = `
import fcntl, sys
file = open(sys.argv[1], "a")
try:
    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
except OSError:
    print("waiting", flush=True)
    fcntl.flock(file, fcntl.LOCK_EX)
print("locked", flush=True)
sys.stdin.read()
`;

/**
 * Runs `work` while this process alone, of all on the machine, holds the lock on `lockPath`.
 * @template T
 * @param {string} lockPath
 * @param {() => Promise<T>} work
 * @param {{ onWaiting?: () => void, signal?: AbortSignal | undefined }} [options]
 * @returns {Promise<T>}
 */
export async function withBuildLock(lockPath, work, options = {}) {
  const holder = spawn("python3", ["-c", holderScript, lockPath], {
    stdio: ["pipe", "pipe", "pipe"],
    // A group of its own: Ctrl-C must end the build before the lock, not the lock before the build.
    detached: true,
  });
  const abort = () => holder.stdin.end();
  options.signal?.addEventListener("abort", abort, { once: true });
  try {
    await new Promise((resolve, reject) => {
      let errors = "";
      holder.stderr.setEncoding("utf8").on("data", (text) => {
        errors += text;
      });
      holder.stdout.setEncoding("utf8").on("data", (/** @type {string} */ text) => {
        if (text.includes("waiting")) options.onWaiting?.();
        if (text.includes("locked")) resolve(undefined);
      });
      holder.once("error", reject);
      holder.once("close", () => reject(new Error(`The lock ${lockPath} could not be taken. ${errors.trim()}`)));
      options.signal?.addEventListener(
        "abort",
        () => {
          holder.kill();
          reject(new Error("Stopped while waiting for another build of the engine."));
        },
        { once: true },
      );
    });
    return await work();
  } finally {
    options.signal?.removeEventListener("abort", abort);
    holder.stdin.end();
  }
}

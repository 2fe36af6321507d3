import { spawn } from "node:child_process";

/**
 * Runs a command to its end without a terminal. Throws with the command's last lines when it fails.
 *
 * With `signal` the command gets a process group of its own, and aborting ends the whole group: compilers and package
 * managers leave grandchildren behind otherwise. Without it Ctrl-C on the terminal reaches the command directly.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {object} [options]
 * @param {string} [options.cwd]
 * @param {NodeJS.ProcessEnv} [options.env]
 * @param {AbortSignal | undefined} [options.signal]
 * @param {(line: string) => void} [options.onLine] each whole line of standard output
 * @param {number} [options.tailCharacters] of its output, for the error
 * @returns {Promise<string>} standard output
 */
export function runCommand(command, args, options = {}) {
  const { signal } = options;
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ["ignore", "pipe", "pipe"],
      detached: signal !== undefined,
    });
    /** @type {NodeJS.Timeout | undefined} */
    let killTimer;
    const endGroup = () => {
      signalGroup(child.pid, "SIGTERM");
      killTimer = setTimeout(() => signalGroup(child.pid, "SIGKILL"), 5_000);
    };
    signal?.addEventListener("abort", endGroup, { once: true });
    let stdout = "";
    let tail = "";
    let partialLine = "";
    child.stdout.setEncoding("utf8").on("data", (/** @type {string} */ text) => {
      stdout += text;
      tail = (tail + text).slice(-(options.tailCharacters ?? 4000));
      const lines = (partialLine + text).split("\n");
      partialLine = lines.pop() ?? "";
      for (const line of lines) options.onLine?.(line);
    });
    child.stderr.setEncoding("utf8").on("data", (/** @type {string} */ text) => {
      tail = (tail + text).slice(-(options.tailCharacters ?? 4000));
    });
    child.once("error", reject);
    child.once("close", (code, endedBy) => {
      signal?.removeEventListener("abort", endGroup);
      clearTimeout(killTimer);
      if (signal?.aborted) reject(signal.reason);
      else if (code === 0) resolve(stdout);
      else {
        const ending = code === null ? `was ended by ${endedBy}` : `failed with exit code ${code}`;
        reject(new Error(`${[command, ...args].join(" ").slice(0, 200)} ${ending}:\n${tail.trim()}`));
      }
    });
  });
}

/** @param {number | undefined} pid @param {NodeJS.Signals} name */
function signalGroup(pid, name) {
  if (pid === undefined) return;
  try {
    process.kill(-pid, name);
  } catch (error) {
    // Gone already.
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "ESRCH") throw error;
  }
}

import { spawn } from "node:child_process";

/**
 * Runs a command to its end without a terminal. Throws with the command's last lines when it fails.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, signal?: AbortSignal | undefined, onLine?: (line: string) => void }} [options]
 * @returns {Promise<string>} standard output
 */
export function runCommand(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ["ignore", "pipe", "pipe"],
      signal: options.signal,
    });
    let stdout = "";
    let tail = "";
    let partialLine = "";
    child.stdout.setEncoding("utf8").on("data", (/** @type {string} */ text) => {
      stdout += text;
      tail = (tail + text).slice(-4000);
      const lines = (partialLine + text).split("\n");
      partialLine = lines.pop() ?? "";
      for (const line of lines) options.onLine?.(line);
    });
    child.stderr.setEncoding("utf8").on("data", (/** @type {string} */ text) => {
      tail = (tail + text).slice(-4000);
    });
    child.once("error", reject);
    child.once("close", (code, signal) => {
      if (code === 0) resolve(stdout);
      else {
        const ending = code === null ? `was ended by ${signal}` : `failed with exit code ${code}`;
        reject(new Error(`${command} ${args[0] ?? ""} ${ending}:\n${tail.trim()}`));
      }
    });
  });
}

import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { binary } from "../start/buildApps.mjs";
import { countVitest } from "./countResults.mjs";

const repositoryDir = fileURLToPath(new URL("../../", import.meta.url));

/**
 * Runs projects of vitest.config.ts; their output goes through as it comes.
 * @param {string[]} projects
 * @param {{ signal: AbortSignal, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<import("./countResults.mjs").Counts>}
 */
export async function runVitest(projects, { signal, env }) {
  const reportDir = mkdtempSync(path.join(tmpdir(), "maskyard-vitest-"));
  const reportPath = path.join(reportDir, "report.json");
  try {
    const exitCode = await new Promise((resolve, reject) => {
      const vitest = spawn(
        process.execPath,
        [
          binary(repositoryDir, "vitest", "vitest"),
          "run",
          ...projects.map((name) => `--project=${name}`),
          "--reporter=default",
          "--reporter=json",
          `--outputFile.json=${reportPath}`,
        ],
        {
          cwd: repositoryDir,
          env: { ...process.env, ...env },
          stdio: ["ignore", "inherit", "inherit"],
          detached: true,
        },
      );
      signal.addEventListener("abort", () => vitest.kill("SIGINT"), { once: true });
      vitest.once("error", reject);
      vitest.once("exit", (code) => {
        // Interrupted, it leaves workers behind that are in the middle of a test.
        endGroup(vitest.pid);
        resolve(code ?? 1);
      });
    });
    const report = existsSync(reportPath) ? JSON.parse(readFileSync(reportPath, "utf8")) : undefined;
    return countVitest(report, exitCode);
  } finally {
    rmSync(reportDir, { recursive: true, force: true });
  }
}

/** @param {number | undefined} pid */
function endGroup(pid) {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    // Nobody is left in it, as it should be.
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "ESRCH") throw error;
  }
}

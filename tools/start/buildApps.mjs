import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { runCommand } from "../../packages/model/engine/runCommand.mjs";

/**
 * Compiles packages, API, trainer and command line into their dist folders; incremental, a second when nothing changed.
 * @param {string} repositoryDir @param {AbortSignal | undefined} signal
 */
export async function compileSources(repositoryDir, signal) {
  await runCommand(process.execPath, [binary(repositoryDir, "typescript", "tsc"), "-b"], {
    cwd: repositoryDir,
    signal,
  });
}

/**
 * Builds the dashboard. Turborepo keeps the result per content of its sources, so an unchanged one takes a second, and a build
 * cut off is never taken for one.
 * @param {string} repositoryDir @param {AbortSignal | undefined} signal
 * @returns {Promise<boolean>} whether it had to be built
 */
export async function buildDashboard(repositoryDir, signal) {
  const output = await runCommand(
    process.execPath,
    [
      binary(repositoryDir, "turbo", "turbo"),
      "run",
      "build",
      "--filter=@maskyard/web",
      "--no-daemon",
      "--output-logs=errors-only",
    ],
    {
      cwd: repositoryDir,
      signal,
      env: { ...process.env, TURBO_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1", NEXT_TELEMETRY_DISABLED: "1" },
    },
  );
  return !output.includes("FULL TURBO");
}

/**
 * The script behind a package's command, to be run by this Node: .bin's links depend on PATH.
 * @param {string} repositoryDir @param {string} packageName @param {string} command
 */
export function binary(repositoryDir, packageName, command) {
  const require = createRequire(pathToFileURL(path.join(repositoryDir, "package.json")));
  const packagePath = path.join(repositoryDir, "node_modules", packageName, "package.json");
  const { bin } = JSON.parse(readFileSync(packagePath, "utf8"));
  return require.resolve(path.join(path.dirname(packagePath), typeof bin === "string" ? bin : bin[command]));
}

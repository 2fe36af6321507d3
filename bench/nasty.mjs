// Sends every nasty value through every input of the graph, every field of MLflow's routes and every other route: apps/api/src/server/nasty.test.ts with all of
// its values in place of a sample. Prints how many cells were tried, and each that is not answered with 2xx or 4xx.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));
const { status } = spawnSync(
  process.execPath,
  [
    "node_modules/vitest/vitest.mjs",
    "run",
    "--project",
    "database",
    "apps/api/src/server/nasty.test.ts",
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: "inherit", env: { ...process.env, NASTY_VALUES: "all" } },
);
process.exit(status ?? 1);

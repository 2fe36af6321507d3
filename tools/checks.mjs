// What `npm run check` asks, and `npm test` too. Each check answers with nothing, or with what is wrong.
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { runCommand } from "../packages/model/engine/runCommand.mjs";
import { binary } from "./start/buildApps.mjs";

const repositoryDir = fileURLToPath(new URL("../", import.meta.url));

/**
 * @typedef {object} Check
 * @property {string} name
 * @property {(signal?: AbortSignal) => Promise<string | undefined>} run
 */

/** @param {string} packageName @param {string} command @param {string[]} args @param {AbortSignal | undefined} signal */
async function problemOf(packageName, command, args, signal) {
  return await problemOfScript([binary(repositoryDir, packageName, command), ...args], signal);
}

/** @param {string[]} args @param {AbortSignal | undefined} signal */
async function problemOfScript(args, signal) {
  try {
    await runCommand(process.execPath, args, { cwd: repositoryDir, signal, tailCharacters: 20_000 });
    return undefined;
  } catch (error) {
    signal?.throwIfAborted();
    return /** @type {Error} */ (error).message;
  }
}

/** In this order: the later ones need what the earlier ones have compiled. @type {Check[]} */
export const checks = [
  {
    name: "Format and lint",
    run: (signal) =>
      problemOf(
        "@biomejs/biome",
        "biome",
        ["ci", "--error-on-warnings", "--colors=off", "--max-diagnostics=50"],
        signal,
      ),
  },
  {
    name: "Floors",
    run: async () => (await import("./floors/checkFloors.mjs")).floorsProblem(repositoryDir),
  },
  { name: "Types", run: (signal) => problemOf("typescript", "tsc", ["-b"], signal) },
  { name: "Types of tools", run: (signal) => problemOf("typescript", "tsc", ["-p", "tools"], signal) },
  { name: "Types of bench", run: (signal) => problemOf("typescript", "tsc", ["-p", "bench"], signal) },
  {
    name: "Types of the web",
    async run(signal) {
      const webDir = path.join(repositoryDir, "apps/web");
      const generator = path.join(webDir, "tools/generateGraphTypes.mjs");
      const graphTypes = existsSync(generator) ? await problemOfScript([generator], signal) : undefined;
      return graphTypes ?? (await problemOf("typescript", "tsc", ["--noEmit", "-p", webDir], signal));
    },
  },
  {
    name: "Database drift",
    async run() {
      const { schemaDrift } = await import("./postgres/checkDrift.mjs");
      const { withTemporaryPostgres } = await import("./postgres/withTemporaryPostgres.mjs");
      const missingSql = await withTemporaryPostgres(schemaDrift);
      return (
        missingSql &&
        `prisma/models says more than prisma/migrations. Run \`npm run migration -- NAME\`:\n${missingSql}`
      );
    },
  },
  {
    name: "Graph drift",
    run: (signal) => problemOfScript([path.join(repositoryDir, "apps/api/dist/printSchema.js"), "--check"], signal),
  },
];

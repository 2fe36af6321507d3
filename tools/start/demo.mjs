import { existsSync, readFileSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { runCommand } from "../../packages/model/engine/runCommand.mjs";
import { writePrivateFile } from "./secretFile.mjs";

export const demoDatasetName = "Campus demo";
const imageCount = 160;

/**
 * The demo: a dataset of generated street scenes and a run on it, both made through the public API by the command line.
 * Each part once in the life of a data folder: what a person deletes afterwards stays deleted.
 * @param {{ dataDir: string, repositoryDir: string, signal: AbortSignal }} options
 */
export function createDemo({ dataDir, repositoryDir, signal }) {
  const statePath = path.join(dataDir, "demo.json");
  const scenesDir = path.join(dataDir, "demo");
  /** @type {{ imported?: boolean, launched?: boolean }} */
  let state = existsSync(statePath) ? JSON.parse(readFileSync(statePath, "utf8")) : {};

  /** @param {typeof state} change */
  function remember(change) {
    state = { ...state, ...change };
    writePrivateFile(statePath, `${JSON.stringify(state)}\n`);
  }

  /** @param {string[]} args @param {{ url: string, token: string } | undefined} [server] */
  function maskyard(args, server) {
    return runCommand(process.execPath, [path.join(repositoryDir, "apps/cli/bin/maskyard.mjs"), ...args], {
      cwd: repositoryDir,
      signal,
      env: { ...process.env, ...(server ? { MASKYARD_URL: server.url, MASKYARD_TOKEN: server.token } : {}) },
    });
  }

  /** @param {{ url: string, token: string }} server @param {string[]} args */
  async function ask(server, args) {
    return JSON.parse(await maskyard([...args, "--json"], server));
  }

  return {
    isImported: () => state.imported === true,
    isLaunched: () => state.launched === true,

    async generate() {
      if (existsSync(scenesDir)) return;
      const makingDir = `${scenesDir}.making`;
      rmSync(makingDir, { recursive: true, force: true });
      await maskyard(["demo", "generate", makingDir]);
      renameSync(makingDir, scenesDir);
    },

    /** @param {{ url: string, token: string }} server */
    async import(server) {
      /** @type {{ name: string, imageCount?: number }[]} */
      const datasets = await ask(server, ["datasets"]);
      const found = datasets.find((dataset) => dataset.name === demoDatasetName);
      // One cut off is imported again: an import skips what is there.
      if (!found || (found.imageCount ?? 0) < imageCount) {
        await ask(server, ["import", scenesDir, "--dataset", demoDatasetName, "--split", "FROM_FILES"]);
      }
      remember({ imported: true });
      rmSync(scenesDir, { recursive: true, force: true });
    },

    /** @param {{ url: string, token: string }} server */
    async launch(server) {
      /** @type {unknown[]} */
      const runs = await ask(server, ["runs"]);
      if (runs.length === 0) {
        await ask(server, ["launch", "--dataset", demoDatasetName, "--recipe", "mininet", "--preset", "demo"]);
      }
      remember({ launched: true });
    },
  };
}

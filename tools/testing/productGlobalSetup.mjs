// The whole product for browser tests, started as a person does it: `npm start` on a fresh data folder, without the demo.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { freePort } from "../postgres/freePort.mjs";
import { endWithParent } from "../start/supervisor.mjs";
import { findChromium } from "../test/findChromium.mjs";

const repositoryDir = fileURLToPath(new URL("../../", import.meta.url));
const readySeconds = 600;

/** @param {import("vitest/node").TestProject} project */
export default async function setup(project) {
  const chromiumPath = findChromium();
  if (!chromiumPath) throw new Error("Browser tests need Chromium (Debian/Ubuntu: apt-get install chromium).");
  const dataDir = mkdtempSync(path.join(tmpdir(), "maskyard-product-"));
  const port = await freePort();
  const [command = "", ...args] = [...endWithParent(), process.execPath, "start.mjs"];
  const start = spawn(
    command,
    [...args, "--data", dataDir, "--port", String(port), "--no-demo"],
    // A process group of its own: it is ended as Ctrl-C on a terminal does it, by SIGINT to the group.
    { cwd: repositoryDir, stdio: ["ignore", "pipe", "pipe"], detached: true },
  );
  let output = "";
  const ended = new Promise((resolve) => start.once("exit", resolve));
  try {
    await /** @type {Promise<void>} */ (
      new Promise((resolve, reject) => {
        const late = setTimeout(
          () => reject(new Error(`It was not ready after ${readySeconds} s.`)),
          readySeconds * 1000,
        );
        for (const stream of [start.stdout, start.stderr]) {
          stream.setEncoding("utf8").on("data", (/** @type {string} */ text) => {
            output += text;
            // Said when the trainer is started too.
            if (!output.includes("Ctrl-C ends everything.")) return;
            clearTimeout(late);
            resolve();
          });
        }
        ended.then((code) => reject(new Error(`It ended with exit code ${code}.`)));
      })
    );
    const loginUrl = /it works once: (\S+)/.exec(output)?.[1];
    if (!loginUrl) throw new Error("It printed no login link.");
    const { url, token } = JSON.parse(readFileSync(path.join(dataDir, "local.json"), "utf8"));
    project.provide("product", { url, loginUrl, token, dataDir, chromiumPath });
  } catch (error) {
    await end();
    throw new Error(`npm start failed. ${/** @type {Error} */ (error).message} Its output:\n${output}`, {
      cause: error,
    });
  }
  return end;

  async function end() {
    if (start.exitCode === null && start.pid) process.kill(-start.pid, "SIGINT");
    const late = setTimeout(() => start.pid && process.kill(-start.pid, "SIGKILL"), 40_000);
    await ended;
    clearTimeout(late);
    rmSync(dataDir, { recursive: true, force: true });
  }
}

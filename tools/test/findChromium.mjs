import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { runCommand } from "../../packages/model/engine/runCommand.mjs";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/**
 * A Chromium of this machine: $MASKYARD_CHROMIUM, or one on the PATH. Its full path, because Playwright looks nothing up.
 * @returns {string | undefined}
 */
export function findChromium() {
  const folders = (process.env.PATH ?? "").split(path.delimiter).filter(Boolean);
  const onPath = names.flatMap((name) => folders.map((folder) => path.join(folder, name))).filter(existsSync);
  const candidates = process.env.MASKYARD_CHROMIUM ? [process.env.MASKYARD_CHROMIUM] : onPath;
  return candidates.find((program) => spawnSync(program, ["--version"], { timeout: 30_000 }).status === 0);
}

/**
 * Finds Chromium, or installs Debian's where that can be done without asking (root, apt).
 * @param {AbortSignal} signal
 * @returns {Promise<{ path: string | undefined, did: string }>}
 */
export async function provideChromium(signal) {
  const found = findChromium();
  if (found) return { path: found, did: found };
  const canInstall = process.getuid?.() === 0 && spawnSync("apt-get", ["--version"]).status === 0;
  if (!canInstall) {
    return { path: undefined, did: "none found: browser tests are skipped. Debian/Ubuntu: apt-get install chromium" };
  }
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await runCommand("apt-get", ["update", "-qq"], { signal, env });
  await runCommand("apt-get", ["install", "-qq", "-y", "--no-install-recommends", "chromium"], { signal, env });
  return { path: findChromium(), did: "Debian's chromium installed" };
}

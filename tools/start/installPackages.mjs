import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { runCommand } from "../../packages/model/engine/runCommand.mjs";

/** @typedef {{ version?: string, optional?: boolean, devOptional?: boolean, peer?: boolean, link?: boolean }} LockedPackage */

/**
 * Whether node_modules holds what package-lock.json names. npm writes its own record of an install last, so one cut off has
 * none. Packages for other platforms are optional and may be absent; those that are too many do no harm.
 * @param {Record<string, LockedPackage>} locked packages of package-lock.json
 * @param {Record<string, LockedPackage>} installed packages of node_modules/.package-lock.json
 */
export function isInstalled(locked, installed) {
  for (const [place, wanted] of Object.entries(locked)) {
    if (place === "") continue;
    const found = installed[place];
    if (found ? found.version !== wanted.version : !(wanted.optional || wanted.devOptional || wanted.peer))
      return false;
  }
  return true;
}

/**
 * `npm ci`, without the packages' install scripts (.npmrc), only when package-lock.json says other than node_modules.
 * @param {string} repositoryDir
 * @param {{ signal?: AbortSignal | undefined, onStart?: () => void }} [options]
 * @returns {Promise<boolean>} whether it had to install
 */
export async function installPackages(repositoryDir, options = {}) {
  const recordPath = path.join(repositoryDir, "node_modules", ".package-lock.json");
  const locked = JSON.parse(readFileSync(path.join(repositoryDir, "package-lock.json"), "utf8")).packages;
  if (existsSync(recordPath)) {
    const installed = JSON.parse(readFileSync(recordPath, "utf8")).packages;
    // Some packages lie below apps/ and packages/, where cleaning up removes them without npm's record knowing.
    const isThere = Object.keys(installed).every((place) => existsSync(path.join(repositoryDir, place)));
    if (isThere && isInstalled(locked, installed)) return false;
  }
  options.onStart?.();
  // npm_execpath is set by `npm start`; it is the npm that belongs to this Node.
  const npm = process.env.npm_execpath;
  const [command, first] = npm?.endsWith(".js") ? [process.execPath, [npm]] : ["npm", []];
  await runCommand(command, [...first, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: repositoryDir,
    signal: options.signal,
    // `npm start --something` hands its own settings down as environment; they are not meant for this call.
    env: Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !/^npm_(config_(dry|omit|production)|package_)/.test(name)),
    ),
  });
  return true;
}

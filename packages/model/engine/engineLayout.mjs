// Where a built engine lives and under which name: outside the checkout, one folder per TensorFlow version, kind,
// N-API version, platform and binding source, so that a change of any of them never meets a stale build.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import path from "node:path";

export const tensorflowVersion = "2.21.0";
/** The newest N-API version that tfjs-node-gpu 4.22 names; Node keeps it stable, so one build serves every Node. */
export const napiVersion = 8;

const require = createRequire(import.meta.url);

/** @typedef {"cpu" | "cuda"} EngineKind */

/**
 * @typedef {object} EngineLayout
 * @property {EngineKind} kind
 * @property {string} enginesDir folder that holds every engine of this machine
 * @property {string} dir this engine's folder
 * @property {string} bindingPath the Node add-on in it
 * @property {string} bindingPackageDir the installed @tensorflow/tfjs-node-gpu
 */

/** The cache folder: $MASKYARD_CACHE, else $XDG_CACHE_HOME/maskyard, else ~/.cache/maskyard. */
export function cacheDirectory(env = process.env) {
  if (env.MASKYARD_CACHE) return path.resolve(env.MASKYARD_CACHE);
  // The XDG rule: a relative value is to be ignored.
  if (env.XDG_CACHE_HOME && path.isAbsolute(env.XDG_CACHE_HOME)) return path.join(env.XDG_CACHE_HOME, "maskyard");
  return path.join(homedir(), ".cache", "maskyard");
}

/**
 * "cuda" where nvidia-smi finds a driver that answers, unless $MASKYARD_ENGINE says otherwise.
 * @returns {EngineKind}
 */
export function detectEngineKind(env = process.env) {
  const wanted = env.MASKYARD_ENGINE;
  if (wanted === "cpu" || wanted === "cuda") return wanted;
  if (wanted) throw new Error(`MASKYARD_ENGINE is '${wanted}'; it may be 'cpu' or 'cuda'.`);
  if (process.arch !== "x64") return "cpu";
  const answer = spawnSync("nvidia-smi", ["-L"], { encoding: "utf8", timeout: 10_000 });
  return answer.status === 0 && answer.stdout.includes("GPU ") ? "cuda" : "cpu";
}

/** The installed package whose binding source is compiled. */
export function bindingPackageDirectory() {
  try {
    return path.dirname(require.resolve("@tensorflow/tfjs-node-gpu/package.json"));
  } catch (cause) {
    throw new Error("@tensorflow/tfjs-node-gpu is not installed. Run `npm ci` in the repository first.", { cause });
  }
}

/** @param {{ cacheDir?: string | undefined, kind?: EngineKind | undefined }} [options] */
export function engineLayout(options = {}) {
  const kind = options.kind ?? detectEngineKind();
  const bindingPackageDir = bindingPackageDirectory();
  const key = [
    `tf${tensorflowVersion}`,
    kind,
    `napi${napiVersion}`,
    `${process.platform}-${process.arch}`,
    bindingSourceHash(bindingPackageDir),
  ].join("-");
  const enginesDir = path.join(options.cacheDir ?? cacheDirectory(), "engine");
  const dir = path.join(enginesDir, key);
  /** @type {EngineLayout} */
  const layout = { kind, enginesDir, dir, bindingPath: path.join(dir, "tfjs_binding.node"), bindingPackageDir };
  return layout;
}

/** @param {string} bindingPackageDir */
function bindingSourceHash(bindingPackageDir) {
  const hash = createHash("sha256");
  const sourceDir = path.join(bindingPackageDir, "binding");
  for (const name of readdirSync(sourceDir).sort()) {
    hash.update(`${name}\0`).update(readFileSync(path.join(sourceDir, name)));
  }
  return hash.digest("hex").slice(0, 12);
}

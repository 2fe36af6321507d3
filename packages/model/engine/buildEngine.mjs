// Builds the engine: TensorFlow's C library and headers out of its PyPI wheel, and tfjs-node-gpu's binding compiled
// against them. The package's own installer would fetch libtensorflow 2.9 (CUDA 11.2) from elsewhere.
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statfsSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { downloadWheel } from "./downloadWheel.mjs";
import { napiVersion, tensorflowVersion } from "./engineLayout.mjs";
import { loadProblem } from "./engineProblem.mjs";
import { requireBuildTools } from "./requireBuildTools.mjs";
import { runCommand } from "./runCommand.mjs";

const unpackScript = fileURLToPath(new URL("unpackWheel.py", import.meta.url));
const libraryNames = ["libtensorflow_cc.so.2", "libtensorflow_framework.so.2"];
const memberPrefixes = [
  ...libraryNames.map((name) => `tensorflow/${name}`),
  "tensorflow/include/tensorflow/c/",
  "tensorflow/include/tensorflow/core/platform/",
  "tensorflow/include/tsl/",
  "tensorflow/include/xla/tsl/c/",
  "tensorflow/include/absl/",
];

/** Wheel and unpacked library side by side at the peak of a build: measured 1.1 GB (cpu), 6.5 GB (cuda). */
const peakDiskBytes = { cpu: 1.3e9, cuda: 7e9 };

/**
 * @typedef {object} BuildOptions
 * @property {(progress: Omit<import("./ensureEngine.mjs").EngineProgress, "seconds">) => void} report
 * @property {AbortSignal | undefined} signal
 */

/**
 * Builds into a folder of its own beside the final one and renames it there when it loads: a build cut off leaves
 * nothing that could be taken for an engine. The caller holds the build lock.
 * @param {import("./engineLayout.mjs").EngineLayout} layout
 * @param {BuildOptions} options
 */
export async function buildEngine(layout, { report, signal }) {
  const { compiler } = requireBuildTools();
  removeLeftovers(layout.enginesDir);
  requireDiskSpace(layout);
  const buildDir = path.join(layout.enginesDir, `building-${process.pid}`);
  mkdirSync(buildDir, { recursive: true });
  try {
    const wheelDir = path.join(buildDir, "wheels");
    const wheelName = layout.kind === "cuda" || process.arch === "arm64" ? "tensorflow" : "tensorflow-cpu";
    const wheel = await downloadWheel(`${wheelName}==${tensorflowVersion}`, wheelDir, {
      signal,
      onFraction: (fraction) => report({ step: "download", fraction, detail: `${wheelName} ${tensorflowVersion}` }),
    });
    await unpack(wheel, buildDir, memberPrefixes, { report, signal });
    if (layout.kind === "cuda") await addCudaLibraries(wheel, wheelDir, buildDir, { report, signal });
    rmSync(wheelDir, { recursive: true, force: true });

    report({ step: "compile", fraction: 0, detail: compiler });
    await compileBinding(compiler, layout, buildDir, signal);
    rmSync(path.join(buildDir, "tensorflow", "include"), { recursive: true, force: true });

    report({ step: "verify", fraction: 0, detail: "loading it" });
    const problem = loadProblem(path.join(buildDir, "tfjs_binding.node"));
    if (problem) throw new Error(`The engine was built, but ${problem}`);
    writeManifest(layout, buildDir);
    rmSync(layout.dir, { recursive: true, force: true });
    renameSync(buildDir, layout.dir);
  } finally {
    rmSync(buildDir, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** What builders that were killed left behind; the lock says that none of them is at work. @param {string} enginesDir */
function removeLeftovers(enginesDir) {
  for (const name of readdirSync(enginesDir)) {
    if (name.startsWith("building-"))
      rmSync(path.join(enginesDir, name), { recursive: true, force: true, maxRetries: 3 });
  }
}

/** @param {import("./engineLayout.mjs").EngineLayout} layout */
function requireDiskSpace(layout) {
  const { bavail, bsize } = statfsSync(layout.enginesDir);
  const freeBytes = bavail * bsize;
  const neededBytes = peakDiskBytes[layout.kind];
  if (freeBytes < neededBytes) {
    const gigabytes = (/** @type {number} */ bytes) => (bytes / 1e9).toFixed(1);
    throw new Error(
      `Building the engine needs ${gigabytes(neededBytes)} GB in ${layout.enginesDir}, and ${gigabytes(freeBytes)} GB are free. Free some, or set MASKYARD_CACHE to a folder on another disk.`,
    );
  }
}

/**
 * @param {string} wheel @param {string} targetDir @param {string[]} prefixes
 * @param {BuildOptions} options
 */
async function unpack(wheel, targetDir, prefixes, { report, signal }) {
  await runCommand("python3", [unpackScript, wheel, targetDir, ...prefixes], {
    signal,
    onLine: (line) => report({ step: "unpack", fraction: Number(line), detail: path.basename(wheel) }),
  });
}

/**
 * The nvidia wheels that TensorFlow's own `and-cuda` extra names, unpacked beside tensorflow/ as pip would: its library
 * looks for them at $ORIGIN/../nvidia/<part>/lib.
 * @param {string} wheel @param {string} wheelDir @param {string} buildDir
 * @param {BuildOptions} options
 */
async function addCudaLibraries(wheel, wheelDir, buildDir, { report, signal }) {
  const listing = await runCommand("python3", [unpackScript, "--cuda-requirements", wheel], { signal });
  const requirements = listing.split("\n").filter(Boolean);
  if (requirements.length === 0)
    throw new Error(`${path.basename(wheel)} names no CUDA libraries in its and-cuda extra.`);
  for (const [index, requirement] of requirements.entries()) {
    const library = await downloadWheel(requirement, wheelDir, {
      signal,
      onFraction: (fraction) =>
        report({ step: "download", fraction: (index + fraction) / requirements.length, detail: requirement }),
    });
    await unpack(library, buildDir, ["nvidia/"], { report, signal });
    rmSync(library);
  }
}

/**
 * @param {string} compiler
 * @param {import("./engineLayout.mjs").EngineLayout} layout
 * @param {string} buildDir
 * @param {AbortSignal | undefined} signal
 */
async function compileBinding(compiler, layout, buildDir, signal) {
  const nodeApiHeaders = createRequire(import.meta.url)("node-api-headers").include_dir;
  const libraryDir = path.join(buildDir, "tensorflow");
  const flags = ["-shared", "-fPIC", "-O2", "-std=c++17", `-DNAPI_VERSION=${napiVersion}`, "-w"];
  const includes = [nodeApiHeaders, path.join(libraryDir, "include")].map((dir) => `-I${dir}`);
  const sources = ["tfjs_backend.cc", "tfjs_binding.cc"].map((name) =>
    path.join(layout.bindingPackageDir, "binding", name),
  );
  const libraries = [`-L${libraryDir}`, ...libraryNames.map((name) => `-l:${name}`), "-Wl,-rpath,$ORIGIN/tensorflow"];
  const output = ["-o", path.join(buildDir, "tfjs_binding.node")];
  await runCommand(compiler, [...flags, ...includes, ...sources, ...output, ...libraries], { signal });
}

/** @param {import("./engineLayout.mjs").EngineLayout} layout @param {string} buildDir */
function writeManifest(layout, buildDir) {
  const names = ["tfjs_binding.node", ...libraryNames.map((name) => path.join("tensorflow", name))];
  const files = Object.fromEntries(names.map((name) => [name, statSync(path.join(buildDir, name)).size]));
  const binding = JSON.parse(readFileSync(path.join(layout.bindingPackageDir, "package.json"), "utf8"));
  const manifest = { tensorflowVersion, kind: layout.kind, binding: `${binding.name}@${binding.version}`, files };
  writeFileSync(path.join(buildDir, "engine.json"), `${JSON.stringify(manifest, undefined, 2)}\n`);
}

import { spawnSync } from "node:child_process";

/** Thrown when something that the engine needs is not on this machine; its message says what and how to get it. */
export class MissingToolsError extends Error {
  /** @param {string[]} missing one sentence per missing thing */
  constructor(missing) {
    super(missing.join("\n"));
    this.name = "MissingToolsError";
    this.missing = missing;
  }
}

/** @param {string} command @param {string[]} args @param {NodeJS.ProcessEnv} env */
function answers(command, args, env) {
  return spawnSync(command, args, { encoding: "utf8", env, timeout: 30_000 }).status === 0;
}

/** The C++ compiler to use: $CXX, g++, c++ or clang++, the first that answers. @param {NodeJS.ProcessEnv} env */
export function findCompiler(env = process.env) {
  const candidates = [env.CXX, "g++", "c++", "clang++"];
  return candidates.find((name) => name && answers(name, ["--version"], env));
}

/**
 * What stands in the way of building the engine here, one sentence each with its remedy; empty when nothing does.
 * @param {NodeJS.ProcessEnv} env
 */
export function missingBuildTools(env = process.env) {
  const missing = [];
  const platform = platformProblem();
  if (platform) missing.push(platform);
  if (!answers("python3", ["-c", "import sys; sys.exit(sys.version_info < (3, 8))"], env)) {
    missing.push(
      "python3 (3.8 or newer) is missing. It brings the TensorFlow library. Install it: Debian/Ubuntu `apt-get install python3 python3-pip`, Fedora `dnf install python3 python3-pip`.",
    );
  } else if (!answers("python3", ["-m", "pip", "--version"], env)) {
    missing.push(
      "pip for python3 is missing (`python3 -m pip` does not run). Install it: Debian/Ubuntu `apt-get install python3-pip`, Fedora `dnf install python3-pip`, elsewhere `python3 -m ensurepip --user`.",
    );
  }
  if (!findCompiler(env)) {
    missing.push(
      "A C++ compiler is missing (looked for $CXX, g++, c++, clang++). Install it: Debian/Ubuntu `apt-get install g++`, Fedora `dnf install gcc-c++`.",
    );
  }
  return missing;
}

/** @param {NodeJS.ProcessEnv} env */
export function requireBuildTools(env = process.env) {
  const missing = missingBuildTools(env);
  if (missing.length > 0) throw new MissingToolsError(missing);
  return { compiler: /** @type {string} */ (findCompiler(env)) };
}

function platformProblem() {
  const here = `${process.platform} ${process.arch}`;
  if (process.platform !== "linux" || !["x64", "arm64"].includes(process.arch)) {
    return `The training engine runs on Linux x86-64 with glibc 2.27 or newer (arm64 untried); this is ${here}. Use a Linux machine, a container or WSL 2.`;
  }
  const report = /** @type {{ header: { glibcVersionRuntime?: string } }} */ (
    /** @type {unknown} */ (process.report.getReport())
  );
  const glibc = report.header.glibcVersionRuntime;
  if (!glibc) return "The training engine needs glibc 2.27 or newer; this Linux has another C library (musl?).";
  const [major = 0, minor = 0] = glibc.split(".").map(Number);
  if (major < 2 || (major === 2 && minor < 27))
    return `The training engine needs glibc 2.27 or newer; here is ${glibc}.`;
  return undefined;
}

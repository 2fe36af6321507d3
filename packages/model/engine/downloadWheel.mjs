import { mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { runCommand } from "./runCommand.mjs";

/** Sizes of the large wheels, for the progress shown only. */
const expectedBytes = new Map([
  ["tensorflow-cpu", 274e6],
  ["tensorflow", 572e6],
]);

/**
 * Downloads one wheel by pip, with the registry that this machine's pip is set up for, whatever Python runs here: the
 * wheel's C library is the same for all.
 * @param {string} requirement such as "tensorflow-cpu==2.21.0"
 * @param {string} wheelDir
 * @param {{ signal?: AbortSignal | undefined, onFraction: (fraction: number) => void }} options
 * @returns {Promise<string>} the wheel's path
 */
export async function downloadWheel(requirement, wheelDir, { signal, onFraction }) {
  const temporaryDir = path.join(wheelDir, "tmp");
  mkdirSync(temporaryDir, { recursive: true });
  const before = new Set(readdirSync(wheelDir));
  const [name = requirement] = requirement.split(/[<>=!~]/);
  const totalBytes = expectedBytes.get(name) ?? 400e6;
  onFraction(0);
  const timer = setInterval(() => onFraction(Math.min(0.99, folderBytes(temporaryDir) / totalBytes)), 500);
  const machine = process.arch === "arm64" ? "aarch64" : "x86_64";
  const platforms = ["manylinux_2_27", "manylinux_2_17", "manylinux2014"].flatMap((tag) => [
    "--platform",
    `${tag}_${machine}`,
  ]);
  try {
    await runCommand(
      "python3",
      // biome-ignore format: one option and its value a line
      [
        "-m", "pip", "download", "--quiet", "--no-deps", "--no-cache-dir", "--disable-pip-version-check",
        "--only-binary=:all:", "--python-version", "3.12", "--implementation", "cp", ...platforms,
        "--dest", wheelDir, requirement,
      ],
      // pip loads into TMPDIR first: beside the cache the space is there (a /tmp in memory may be too small), its growth
      // shows the progress, and a killed build's remains are found again.
      { signal, env: { ...process.env, TMPDIR: temporaryDir } },
    );
  } finally {
    clearInterval(timer);
    rmSync(temporaryDir, { recursive: true, force: true });
  }
  onFraction(1);
  const wheel = readdirSync(wheelDir).find((file) => file.endsWith(".whl") && !before.has(file));
  if (!wheel) throw new Error(`pip downloaded no wheel for ${requirement}.`);
  return path.join(wheelDir, wheel);
}

/** @param {string} dir */
function folderBytes(dir) {
  let bytes = 0;
  for (const entry of readdirSync(dir, { recursive: true })) {
    bytes += statSync(path.join(dir, String(entry)), { throwIfNoEntry: false })?.size ?? 0;
  }
  return bytes;
}

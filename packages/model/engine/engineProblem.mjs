import { spawnSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { tensorflowVersion } from "./engineLayout.mjs";

/**
 * Why the engine at this place cannot be used, or undefined when it can.
 *
 * "files" compares every file with the size written down at the build: microseconds, for each start of a process.
 * "load" loads it in a child process too and asks TensorFlow's version: a quarter of a second, and a library that
 * crashes takes down the child only.
 * @param {import("./engineLayout.mjs").EngineLayout} layout
 * @param {"files" | "load"} depth
 * @returns {string | undefined}
 */
export function engineProblem(layout, depth) {
  /** @type {{ files: Record<string, number> }} */
  let manifest;
  try {
    manifest = JSON.parse(readFileSync(path.join(layout.dir, "engine.json"), "utf8"));
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "ENOENT" ? "not built yet" : "its manifest is broken";
  }
  for (const [name, sizeBytes] of Object.entries(manifest.files)) {
    const found = statSync(path.join(layout.dir, name), { throwIfNoEntry: false });
    if (!found) return `${name} is missing`;
    if (found.size !== sizeBytes) return `${name} has ${found.size} bytes instead of ${sizeBytes}`;
  }
  return depth === "load" ? loadProblem(layout.bindingPath) : undefined;
}

/**
 * Loads the add-on in a child process and asks TensorFlow's version.
 * @param {string} bindingPath
 * @returns {string | undefined}
 */
export function loadProblem(bindingPath) {
  const answer = spawnSync(
    process.execPath,
    ["-e", "process.stdout.write(String(require(process.argv[1]).TF_Version))", bindingPath],
    { encoding: "utf8", timeout: 120_000, env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: "2", NODE_OPTIONS: "" } },
  );
  if (answer.status !== 0) {
    const reason =
      answer.stderr.split("\n").find((line) => line.includes("Error")) ?? answer.signal ?? "no reason given";
    return `it does not load: ${reason}`;
  }
  if (answer.stdout !== tensorflowVersion) return `it answers as TensorFlow ${answer.stdout}`;
  return undefined;
}

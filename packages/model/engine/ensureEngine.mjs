import { mkdirSync } from "node:fs";
import path from "node:path";
import { buildEngine } from "./buildEngine.mjs";
import { engineLayout, tensorflowVersion } from "./engineLayout.mjs";
import { engineProblem } from "./engineProblem.mjs";
import { linkBinding } from "./linkBinding.mjs";
import { withBuildLock } from "./withBuildLock.mjs";

/**
 * Makes the training engine ready for `require("@tensorflow/tfjs-node-gpu")` in this checkout: built once per machine
 * into the cache folder, taken from there ever after, rebuilt when broken. Depends on Node alone (and python3, pip and
 * a C++ compiler when it has to build), so that it runs before anything is compiled.
 *
 * Safe against a second builder and against being killed at any moment: the build goes on in a folder of its own
 * under a lock that ends with its holder, and appears by one rename.
 *
 * @param {object} [options]
 * @param {string} [options.cacheDir] in place of $MASKYARD_CACHE, $XDG_CACHE_HOME/maskyard or ~/.cache/maskyard
 * @param {import("./engineLayout.mjs").EngineKind} [options.kind] in place of asking nvidia-smi
 * @param {"files" | "load"} [options.verify] how an engine that is there is looked at (see engineProblem)
 * @param {(progress: import("./ensureEngine.mjs").EngineProgress) => void} [options.onProgress]
 * @param {AbortSignal} [options.signal] ends a build and its child processes
 * @returns {Promise<{ dir: string, kind: "cpu" | "cuda", tensorflowVersion: string, built: boolean, seconds: number }>}
 * @throws {import("./requireBuildTools.mjs").MissingToolsError} naming what is missing here and how to install it
 */
export async function ensureEngine(options = {}) {
  const startedMs = performance.now();
  const seconds = () => (performance.now() - startedMs) / 1000;
  /** @param {Omit<import("./ensureEngine.mjs").EngineProgress, "seconds">} progress */
  const report = (progress) => options.onProgress?.({ ...progress, seconds: seconds() });
  const layout = engineLayout({ cacheDir: options.cacheDir, kind: options.kind });
  const verify = options.verify ?? "files";
  let built = false;
  if (engineProblem(layout, verify)) {
    const { requireBuildTools } = await import("./requireBuildTools.mjs");
    requireBuildTools();
    mkdirSync(layout.enginesDir, { recursive: true });
    await withBuildLock(
      path.join(layout.enginesDir, "build.lock"),
      async () => {
        // Another process may have built it while this one waited.
        if (!engineProblem(layout, "load")) return;
        await buildEngine(layout, { report, signal: options.signal });
        built = true;
      },
      {
        signal: options.signal,
        onWaiting: () => report({ step: "wait", fraction: 0, detail: "another process is building the engine" }),
      },
    );
  }
  linkBinding(layout);
  return { dir: layout.dir, kind: layout.kind, tensorflowVersion, built, seconds: seconds() };
}

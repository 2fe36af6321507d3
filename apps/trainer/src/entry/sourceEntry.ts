import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Worker, type WorkerOptions } from "node:worker_threads";

/** Whether this is the TypeScript source (tests, development) and not the compiled file. */
const isSource = import.meta.url.endsWith(".ts");

/** A module of the folder above, where the entries lie, under the ending that it has here: `child` is `child.ts` in the source, `child.js` in `dist`. */
function entryUrl(name: string): URL {
  return new URL(`../${name}${isSource ? ".ts" : ".js"}`, import.meta.url);
}

/** What to fork for an entry of this app, and the Node options it needs there. */
export function forkEntry(name: string): { path: string; execArgv: string[] } {
  const path = fileURLToPath(entryUrl(name));
  if (!isSource) return { path, execArgv: ["--enable-source-maps"] };
  return { path, execArgv: ["--import", tsxUrl("tsx"), "--conditions=maskyard-source"] };
}

/** Starts a worker thread on an entry of this app. */
export function startWorker(name: string, options: WorkerOptions): Worker {
  const url = entryUrl(name);
  if (!isSource) return new Worker(url, options);
  // On Node 20 the loader of the main thread does not reach a worker's first module, so the worker installs it itself.
  const register = tsxUrl("tsx/esm/api").replace(/\.cjs$/, ".mjs");
  const bootstrap = `import(${JSON.stringify(register)}).then((tsx) => { tsx.register(); return import(${JSON.stringify(url.href)}); })`;
  return new Worker(bootstrap, { ...options, eval: true, execArgv: ["--conditions=maskyard-source"] });
}

function tsxUrl(specifier: string): string {
  return pathToFileURL(createRequire(import.meta.url).resolve(specifier)).href;
}

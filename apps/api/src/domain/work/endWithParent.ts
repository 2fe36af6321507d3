import { Worker } from "node:worker_threads";

const LOOK_MS = 1_000;

/** Runs beside the work, for a process that computes hears nothing. */
const WATCH = `
const { workerData } = require("node:worker_threads");
setInterval(() => {
  if (process.ppid !== workerData.parent) process.kill(process.pid, "SIGKILL");
}, workerData.lookMs);
`;

/**
 * Ends this process when the one that started it is gone, also while it computes. Signals to the whole group (Ctrl-C) are not its own to follow: the
 * parent ends what it started, in its order.
 */
export function endWithParent(): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => undefined);
  process.on("disconnect", () => process.exit());
  const watch = new Worker(WATCH, {
    eval: true,
    workerData: { parent: process.ppid, lookMs: LOOK_MS },
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2 },
  });
  watch.unref();
}

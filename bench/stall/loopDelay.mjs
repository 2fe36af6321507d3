// Loaded into the API's process by `--import`: at SIGUSR2 it writes how long its event loop was held since the last time, and begins anew.
import { writeFileSync } from "node:fs";
import { monitorEventLoopDelay } from "node:perf_hooks";

const EVERY_MS = 5;
const delay = monitorEventLoopDelay({ resolution: EVERY_MS });
delay.enable();

/** Processor time of the process between two turns of its loop: what it computed in one stretch, however long others kept the processor. */
let longestComputedMs = 0;
let last = process.cpuUsage();
setInterval(() => {
  const { user, system } = process.cpuUsage(last);
  last = process.cpuUsage();
  longestComputedMs = Math.max(longestComputedMs, (user + system) / 1_000);
}, EVERY_MS).unref();

process.on("SIGUSR2", () => {
  const figures = { p99Ms: delay.percentile(99) / 1e6, longestMs: delay.max / 1e6, longestComputedMs };
  writeFileSync(String(process.env.STALL_REPORT), JSON.stringify(figures));
  delay.reset();
  longestComputedMs = 0;
  last = process.cpuUsage();
});

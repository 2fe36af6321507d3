// Loaded into the API's process by `--import`: at SIGUSR2 it writes how long its event loop was held since the last time, and begins anew.
import { writeFileSync } from "node:fs";
import { monitorEventLoopDelay } from "node:perf_hooks";

const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();

process.on("SIGUSR2", () => {
  const figures = { p99Ms: delay.percentile(99) / 1e6, longestMs: delay.max / 1e6 };
  writeFileSync(String(process.env.STALL_REPORT), JSON.stringify(figures));
  delay.reset();
});

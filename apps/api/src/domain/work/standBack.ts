import { readdirSync, writeFileSync } from "node:fs";
import { getPriority, setPriority } from "node:os";

/** What the system ends first when memory runs out altogether: a worker, and not the API or the database (0 to 1000). */
const OOM_SCORE = 500;

/** The last there is. */
const NICENESS_MAX = 19;

/** Lets others have the processor and the memory first; `behind` counts from where this process stands. */
export function standBack(behind: number): void {
  const niceness = Math.min(NICENESS_MAX, getPriority() + behind);
  if (process.platform !== "linux") {
    setPriority(niceness);
    return;
  }
  // Linux keeps a priority for every thread, and V8's and libuv's run already; later ones have that of the thread that starts them.
  for (const thread of readdirSync("/proc/self/task")) setPriority(Number(thread), niceness);
  try {
    writeFileSync("/proc/self/oom_score_adj", String(OOM_SCORE));
  } catch (error) {
    // Some containers mount /proc for reading alone; then the system chooses by size, which is right mostly.
    if (!["EACCES", "EROFS", "EPERM"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
  }
}

/** Time that a machine's processors have spent, in any unit that is the same for all. */
export interface CpuTimes {
  readonly busy: number;
  readonly total: number;
}

/** Processor times of `os.cpus()`, all processors together. */
export function cpuTimesOf(cpus: readonly { readonly times: Readonly<Record<string, number>> }[]): CpuTimes {
  let busy = 0;
  let total = 0;
  for (const { times } of cpus) {
    for (const [kind, time] of Object.entries(times)) {
      total += time;
      if (kind !== "idle") busy += time;
    }
  }
  return { busy, total };
}

/** Percent of the time between two looks that the processors were busy; null when no time passed. */
export function cpuPercent(before: CpuTimes, after: CpuTimes): number | null {
  const total = after.total - before.total;
  return total > 0 ? (100 * (after.busy - before.busy)) / total : null;
}

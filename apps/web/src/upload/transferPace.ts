/** Bytes that had been sent at a time. */
export interface TransferSample {
  readonly atMs: number;
  readonly bytes: number;
}

export interface TransferPace {
  readonly bytesPerSecond: number;
  /** Null while nothing is known, or nothing moves. */
  readonly leftMs: number | null;
}

/** How far back the pace looks: long enough to be calm, short enough to tell when the line gets better. */
const WINDOW_MS = 10_000;

/** The samples that still count, the new one last; one from before the window stays as its beginning. */
export function addSample(samples: readonly TransferSample[], sample: TransferSample): TransferSample[] {
  const first = samples.findLastIndex(({ atMs }) => atMs <= sample.atMs - WINDOW_MS);
  return [...samples.slice(Math.max(0, first)), sample];
}

export function transferPace(samples: readonly TransferSample[], totalBytes: number): TransferPace {
  const [first] = samples;
  const last = samples.at(-1);
  if (first === undefined || last === undefined || last.atMs <= first.atMs || last.bytes <= first.bytes) {
    return { bytesPerSecond: 0, leftMs: null };
  }
  const bytesPerSecond = ((last.bytes - first.bytes) / (last.atMs - first.atMs)) * 1000;
  return { bytesPerSecond, leftMs: ((totalBytes - last.bytes) / bytesPerSecond) * 1000 };
}

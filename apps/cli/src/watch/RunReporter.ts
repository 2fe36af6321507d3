/** A run as it is followed. */
export interface WatchedRun {
  readonly id: string;
  readonly number: number;
  readonly name: string;
  readonly status: string;
  readonly step: number;
  readonly totalSteps: number | null;
  readonly epoch: number;
  readonly totalEpochs: number | null;
  readonly bestValue: number | null;
  readonly attempt: number;
  readonly failureReason: string | null;
}

export interface WatchedLogLine {
  readonly index: number;
  readonly at: string;
  readonly level: string;
  readonly text: string;
}

/** Told of what happens to a run, each thing once and in order. */
export interface RunReporter {
  status(run: WatchedRun): void;
  progress(run: WatchedRun): void;
  /** A value that was no finite number is null. */
  metric(series: string, step: number, value: number | null): void;
  log(line: WatchedLogLine): void;
  checkpoint(run: WatchedRun): void;
  evaluation(run: WatchedRun): void;
  /** The connection was lost and is being made anew; nothing will be missed. */
  reconnecting(): void;
  stop(): void;
}

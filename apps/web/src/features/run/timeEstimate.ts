/** A run that ended, as far as an estimate stands on it. */
export interface EndedRun {
  readonly number: number;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly step: number;
  readonly stepsPerEpoch: number | null;
  readonly configuration: unknown;
  readonly trainer: { readonly name: string } | null;
}

/** How long a launch may take, and what says so. */
export interface TimeEstimate {
  readonly durationMs: number;
  readonly steps: number;
  /** Median over the runs: all of their time, evaluations and checkpoints included, for each step. */
  readonly stepMs: number;
  readonly trainer: string;
  readonly runNumbers: readonly number[];
}

type Settings = Readonly<Record<string, unknown>>;

/** What a step's time depends on most: runs that differ here say nothing of one another. */
const DECISIVE = ["batchSize", "accumulationSteps", "minSizePx", "maxSizePx", "cropSizePx"];

/** From the last ended runs of the same dataset and recipe, the newest first, on the trainer of the newest that trained at such sizes; null where there is none. */
export function estimateLaunch(settings: Settings, ended: readonly EndedRun[]): TimeEstimate | null {
  const alike = ended.filter((run) => {
    const other = (run.configuration ?? {}) as Settings;
    const isAlike = DECISIVE.every(
      (key) => JSON.stringify(other[key] ?? null) === JSON.stringify(settings[key] ?? null),
    );
    return isAlike && run.step > 0 && run.trainer !== null && run.startedAt !== null && run.finishedAt !== null;
  });
  const trainer = alike[0]?.trainer?.name;
  const onTrainer = alike.filter((run) => run.trainer?.name === trainer);
  const stepsPerEpoch = onTrainer.find((run) => run.stepsPerEpoch !== null)?.stepsPerEpoch ?? null;
  const steps = stepsOf(settings, stepsPerEpoch);
  if (trainer === undefined || steps === null) return null;
  const stepMs = median(
    onTrainer.map((run) => (Date.parse(run.finishedAt ?? "") - Date.parse(run.startedAt ?? "")) / run.step),
  );
  return { durationMs: steps * stepMs, steps, stepMs, trainer, runNumbers: onTrainer.map(({ number }) => number) };
}

/** Steps of a run: its epochs, unless it ends earlier; null where nothing says how many an epoch has. */
function stepsOf({ epochs, maxSteps }: Settings, stepsPerEpoch: number | null): number | null {
  const all = typeof epochs === "number" && stepsPerEpoch !== null ? epochs * stepsPerEpoch : null;
  if (typeof maxSteps !== "number") return all;
  return all === null ? maxSteps : Math.min(all, maxSteps);
}

/** What is left of a run that trains: its steps to do, each as long as its last ones took; null before anything is known. */
export function timeLeftMs({
  step,
  totalSteps,
  stepMs,
}: {
  readonly step: number;
  readonly totalSteps: number | null;
  /** Of its last steps. */
  readonly stepMs: readonly (number | null)[];
}): number | null {
  const known = stepMs.filter((value) => value !== null && value >= 0) as number[];
  if (totalSteps === null || known.length === 0) return null;
  return Math.max(0, totalSteps - step) * median(known);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [below, above] = [sorted[middle - 1] ?? Number.NaN, sorted[middle] ?? Number.NaN];
  return sorted.length % 2 === 1 ? above : (below + above) / 2;
}

import type { SeriesChange } from "../series/seriesChanges.ts";

/** How far a rule has looked at a series. */
export interface RuleProgress {
  /** Points looked at, from the series' first; all but those of `late`. */
  readonly evaluatedCount: number;
  /** The step of the last of them; null while there is none. */
  readonly lastStep: number | null;
  /** Points up to there, in a row, that compared as the rule says. */
  readonly inARow: number;
}

export interface ChangedProgress extends RuleProgress {
  /** Points before the end of what was looked at that are new, how many by step: of equal steps the last so many. */
  readonly late: ReadonlyMap<number, number>;
}

/**
 * Where the rule stands after changes of the series. Steps never fall in a series and equal ones stay in the order they came, so a late point of a step
 * before `lastStep` has moved what was looked at by one, and every other new point lies after it.
 */
export function progressAfter(progress: RuleProgress, changes: readonly SeriesChange[]): ChangedProgress {
  let { evaluatedCount, lastStep, inARow } = progress;
  const late = new Map<number, number>();
  for (const change of changes) {
    if (change.kind === "cut") {
      if (change.keptCount >= evaluatedCount) continue;
      // A resumed run takes back the points after its checkpoint; those it makes anew are counted anew.
      evaluatedCount = change.keptCount;
      lastStep = change.keptStep;
      inARow = 0;
      for (const step of late.keys()) if (lastStep === null || step > lastStep) late.delete(step);
      continue;
    }
    const end = lastStep ?? Number.NEGATIVE_INFINITY;
    for (const step of change.addedSteps) {
      if (step >= end) continue;
      evaluatedCount += 1;
      late.set(step, (late.get(step) ?? 0) + 1);
    }
    for (const step of change.replacedSteps) if (step <= end) late.set(step, 1);
  }
  return { evaluatedCount, lastStep, inARow, late };
}

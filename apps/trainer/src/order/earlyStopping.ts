/** An evaluation of the run so far; `value` is null where there was nothing to find. */
export interface EvaluatedStep {
  step: number;
  value: number | null;
}

export interface EarlyStop {
  bestStep: number | null;
  bestValue: number | null;
  /** Evaluations in a row, up to the last one, that were not better than the best. */
  withoutGain: number;
}

/**
 * Whether the training has stopped to gain: a function of the recorded evaluations alone, so that a resumed run decides as the
 * one that was cut off.
 *
 * @param evaluations oldest first
 * @returns null to go on
 */
export function earlyStop(evaluations: readonly EvaluatedStep[], patience: number | null): EarlyStop | null {
  if (patience === null) return null;
  let best: EvaluatedStep | null = null;
  let withoutGain = 0;
  for (const evaluation of evaluations) {
    const { value } = evaluation;
    if (value !== null && (best?.value == null || value > best.value)) {
      best = evaluation;
      withoutGain = 0;
    } else withoutGain++;
  }
  if (withoutGain < patience) return null;
  return { bestStep: best?.step ?? null, bestValue: best?.value ?? null, withoutGain };
}

import { between } from "./between.ts";

/**
 * Exponential moving average without the pull towards zero at the start (Kingma & Ba 2015, section 3):
 * m_t = w m_{t-1} + (1 - w) x_t, shown as m_t / (1 - w^t). Gaps stay gaps and do not count.
 *
 * What is shown moves from its last value towards the next one by the share (1 - w) / (1 - w^t): the same numbers, but a level line stays level to the
 * last digit, and nothing overflows.
 *
 * @param weight 0 (no smoothing) up to, not including, 1.
 */
export function smoothValues(values: readonly (number | null)[], weight: number): (number | null)[] {
  if (weight <= 0) return [...values];
  let shown: number | null = null;
  let remaining = 1;
  return values.map((value) => {
    if (value === null || !Number.isFinite(value)) return null;
    remaining *= weight;
    shown = shown === null ? value : between(shown, value, (1 - weight) / (1 - remaining));
    return shown;
  });
}

/**
 * Exponential moving average without the pull towards zero at the start (Kingma & Ba 2015, section 3):
 * m_t = w m_{t-1} + (1 - w) x_t, shown as m_t / (1 - w^t). Gaps stay gaps and do not count.
 *
 * @param weight 0 (no smoothing) up to, not including, 1.
 */
export function smoothValues(values: readonly (number | null)[], weight: number): (number | null)[] {
  if (weight <= 0) return [...values];
  let mean = 0;
  let remaining = 1;
  return values.map((value) => {
    if (value === null || !Number.isFinite(value)) return null;
    mean = weight * mean + (1 - weight) * value;
    remaining *= weight;
    return mean / (1 - remaining);
  });
}

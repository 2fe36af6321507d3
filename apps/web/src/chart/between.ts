/**
 * On the straight line from `start` (share 0) to `end` (share 1). Never beyond the two, equal to both where they are equal, and right for ±1.8e308, whose
 * difference is infinite.
 */
export function between(start: number, end: number, share: number): number {
  const difference = end - start;
  const value = Number.isFinite(difference) ? start + difference * share : start * (1 - share) + end * share;
  return Math.min(Math.max(value, Math.min(start, end)), Math.max(start, end));
}

export const LARGEST_STEP = 2 ** 31 - 1;

/** The year 37648: differences of differences of such times are still whole numbers. */
export const LATEST_TIME_MS = 2 ** 50;

export function isStep(step: number): boolean {
  return Number.isInteger(step) && step >= 0 && step <= LARGEST_STEP;
}

export function requireStep(caller: string, series: string, step: number): void {
  if (isStep(step)) return;
  throw new Error(`${caller}: expected a whole step from 0 to ${LARGEST_STEP} for ${series}, got ${step}`);
}

export function isTimeMs(timeMs: number): boolean {
  return Number.isInteger(timeMs) && timeMs >= 0 && timeMs <= LATEST_TIME_MS;
}

export function requireTimeMs(caller: string, series: string, timeMs: number): void {
  if (isTimeMs(timeMs)) return;
  throw new Error(`${caller}: expected whole milliseconds from 0 to 2^50 for ${series}, got ${timeMs}`);
}

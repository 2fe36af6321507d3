import type { SeriesState } from "./growSeries.ts";
import type { SeriesName } from "./seriesRows.ts";

/** Of up to 256 points and some buckets each: 20 MB at most. */
const MOST_SERIES = 1_000;

/**
 * Series as this process last wrote them, so that the next points need not ask for them. Only a guess, for others write too: whoever uses one has the
 * database compare it before anything is written.
 */
export class KnownSeries {
  /** In the order of their last use. */
  readonly #states = new Map<string, SeriesState>();

  get(name: SeriesName): SeriesState | undefined {
    return this.#states.get(keyOf(name));
  }

  remember(name: SeriesName, state: SeriesState): void {
    const key = keyOf(name);
    this.#states.delete(key);
    this.#states.set(key, state);
    if (this.#states.size <= MOST_SERIES) return;
    for (const oldest of this.#states.keys()) {
      this.#states.delete(oldest);
      return;
    }
  }

  forget(name: SeriesName): void {
    this.#states.delete(keyOf(name));
  }
}

function keyOf({ runId, name }: SeriesName): string {
  return `${runId} ${name}`;
}

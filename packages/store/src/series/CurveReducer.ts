import { type EntryColumns, greater, lesser } from "./entry.ts";

/** Entries of a curve; the lists are parallel. */
export interface ReducedCurve {
  readonly steps: readonly number[];
  readonly values: readonly number[];
  readonly minValues: readonly number[];
  readonly maxValues: readonly number[];
  /** Null where nobody said, and as a whole where that is so of all. */
  readonly timesMs: readonly (number | null)[] | null;
}

/**
 * Cuts entries, given chunk by chunk in order, to `wanted` of them by merging neighbours; extremes and last values are kept. It works on the
 * chunks' columns: a reading passes tens of thousands of points, and an object for each would be most of its time.
 */
export class CurveReducer {
  readonly #entryCount: number;
  readonly #bucketCount: number;
  readonly #steps: number[] = [];
  readonly #values: number[] = [];
  readonly #minValues: number[] = [];
  readonly #maxValues: number[] = [];
  readonly #timesMs: (number | null)[] = [];
  #taken = 0;
  /** Entries before the end of the bucket that is being filled. */
  #bucketEnd = 0;
  #min = Number.NaN;
  #max = Number.NaN;
  #hasTimes = false;

  constructor(entryCount: number, wanted: number) {
    this.#entryCount = entryCount;
    this.#bucketCount = Math.min(entryCount, wanted);
    this.#openBucket();
  }

  /** Takes the entries fromIndex ≤ index < toIndex of a chunk. */
  add(columns: EntryColumns, fromIndex: number, toIndex: number): void {
    for (let index = fromIndex; index < toIndex; ) {
      const end = Math.min(toIndex, index + this.#bucketEnd - this.#taken);
      if (end === index) throw new Error(`CurveReducer: expected ${this.#entryCount} entries, got more`);
      this.#widen(columns, index, end);
      this.#taken += end - index;
      index = end;
      if (this.#taken === this.#bucketEnd) this.#closeBucket(columns, end - 1);
    }
  }

  /** Throws when fewer entries came than were announced: a curve with a hole in it would look like a whole one. */
  finish(): ReducedCurve {
    if (this.#taken !== this.#entryCount) {
      throw new Error(`CurveReducer: expected ${this.#entryCount} entries, got ${this.#taken}`);
    }
    return {
      steps: this.#steps,
      values: this.#values,
      minValues: this.#minValues,
      maxValues: this.#maxValues,
      timesMs: this.#hasTimes ? this.#timesMs : null,
    };
  }

  #widen({ mins, maxs }: EntryColumns, fromIndex: number, toIndex: number): void {
    let [min, max] = [this.#min, this.#max];
    // Comparisons first, and what is rare (NaN, the two zeros) after them.
    for (let index = fromIndex; index < toIndex; index++) {
      const [low, high] = [mins[index] as number, maxs[index] as number];
      if (!(low > min)) min = lesser(min, low);
      if (!(high < max)) max = greater(max, high);
    }
    this.#min = min;
    this.#max = max;
  }

  #closeBucket({ lastSteps, lasts, timesMs }: EntryColumns, lastIndex: number): void {
    this.#steps.push(lastSteps[lastIndex] as number);
    this.#values.push(lasts[lastIndex] as number);
    this.#minValues.push(this.#min);
    this.#maxValues.push(this.#max);
    this.#timesMs.push(timesMs?.[lastIndex] ?? null);
    if (timesMs) this.#hasTimes = true;
    this.#openBucket();
  }

  #openBucket(): void {
    this.#min = Number.NaN;
    this.#max = Number.NaN;
    const closed = this.#steps.length;
    if (closed < this.#bucketCount) this.#bucketEnd = Math.floor(((closed + 1) * this.#entryCount) / this.#bucketCount);
  }
}

const LARGEST_STEP = 2 ** 31 - 1;

/** A series' points of one batch; the lists are parallel. */
export interface SeriesColumns {
  readonly name: string;
  readonly steps: number[];
  /** What JSON has no number for is text: "NaN", "Infinity", "-Infinity", "-0". */
  readonly values: (number | string)[];
  /** Milliseconds since 1970. */
  readonly timesMs: number[];
}

/** Points that wait to be sent, by series. */
export class PointBuffer {
  #series = new Map<string, SeriesColumns>();
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** Throws a RangeError for a step that is none, before anything is taken. */
  add(values: Readonly<Record<string, number>>, step: number, atMs: number): void {
    if (!Number.isInteger(step) || step < 0 || step > LARGEST_STEP) {
      throw new RangeError(`A step is a whole number from 0 to ${LARGEST_STEP}, not ${step}.`);
    }
    const entries = Object.entries(values);
    const wrong = entries.find(([, value]) => typeof value !== "number");
    if (wrong) throw new TypeError(`The value of ${wrong[0]} is ${String(wrong[1])}; a number is expected.`);
    for (const [name, value] of entries) {
      let columns = this.#series.get(name);
      if (!columns) {
        columns = { name, steps: [], values: [], timesMs: [] };
        this.#series.set(name, columns);
      }
      columns.steps.push(step);
      columns.values.push(jsonOf(value));
      columns.timesMs.push(atMs);
    }
    this.#count += entries.length;
  }

  /** Everything that waits, which is the caller's from now on. */
  take(): SeriesColumns[] {
    const taken = [...this.#series.values()];
    this.#series = new Map();
    this.#count = 0;
    return taken;
  }
}

function jsonOf(value: number): number | string {
  if (Object.is(value, -0)) return "-0";
  return Number.isFinite(value) ? value : String(value);
}

/** One curve. `minValues`/`maxValues` bound each point where points are buckets of many. */
export interface ChartSeries {
  readonly key: string;
  readonly label: string;
  readonly color: string;
  /** Rising. */
  readonly steps: readonly number[];
  readonly values: readonly (number | null)[];
  readonly minValues: readonly (number | null)[] | null;
  readonly maxValues: readonly (number | null)[] | null;
}

/** A range of steps, both ends included. */
export interface StepRange {
  readonly fromStep: number;
  readonly toStep: number;
}

/** One curve over an axis. `minValues`/`maxValues` bound each point where points are buckets of many. */
export interface ChartCurve {
  readonly key: string;
  readonly label: string;
  readonly color: string;
  /** Where on the chart's axis each point lies; rising. */
  readonly xs: readonly number[];
  /** The step of each point. */
  readonly steps: readonly number[];
  readonly values: readonly (number | null)[];
  readonly minValues: readonly (number | null)[] | null;
  readonly maxValues: readonly (number | null)[] | null;
  /** Drawn broken, to be told from one of the same colour. */
  readonly dashed?: boolean;
}

/** A range of the axis, both ends included. */
export interface AxisRange {
  readonly from: number;
  readonly to: number;
}

/** A range of steps, both ends included. */
export interface StepRange {
  readonly fromStep: number;
  readonly toStep: number;
}

/** Something that happened at a place of the axis. */
export interface ChartMark {
  readonly kind: "checkpoint" | "best checkpoint" | "resume";
  readonly x: number;
  /** What it was, for the tooltip. */
  readonly label: string;
}

/** The point of a curve that was clicked. */
export interface PickedPoint {
  readonly key: string;
  readonly step: number;
}

/** How a chart's horizontal axis reads. */
export interface ChartAxis {
  /** For those who cannot see it: "steps", "epochs", "time". */
  readonly name: string;
  readonly formatTick: (x: number) => string;
  readonly formatPlace: (x: number) => string;
  /** Distances between ticks that read well; those of decimal numbers when absent. */
  readonly distances?: readonly number[];
  /** Ticks are at least this far apart: there is nothing between two steps. */
  readonly leastDistance?: number;
}

import { firstIndexFrom } from "../../chart/nearestIndex.ts";
import type { AxisRange, ChartAxis, StepRange } from "../../chart/types.ts";
import { formatCount, formatMetric } from "../../format/formatNumber.ts";
import { formatDuration } from "../../format/formatTime.ts";

/** What curves are drawn over: steps, epochs, or seconds since the run began. */
export type AxisKind = "step" | "epoch" | "time";

export const AXIS_KINDS: readonly { readonly value: AxisKind; readonly label: string }[] = [
  { value: "step", label: "Step" },
  { value: "epoch", label: "Epoch" },
  { value: "time", label: "Time" },
];

/** What of a run places its points on an axis. */
export interface RunClock {
  readonly stepsPerEpoch: number | null;
  readonly startedAt: string | null;
}

/** Points with what an axis needs of them. */
export interface PlacedPoints {
  readonly steps: readonly number[];
  readonly timesMs: readonly (number | null)[] | null;
}

/** Where each point lies on the axis; null where that is not known of every one. */
export function placesOf({ steps, timesMs }: PlacedPoints, kind: AxisKind, clock: RunClock): readonly number[] | null {
  if (kind === "step") return steps;
  if (kind === "epoch") {
    const { stepsPerEpoch } = clock;
    return stepsPerEpoch ? steps.map((step) => step / stepsPerEpoch) : null;
  }
  const startMs = clock.startedAt === null ? Number.NaN : Date.parse(clock.startedAt);
  if (timesMs === null || Number.isNaN(startMs)) return steps.length === 0 ? [] : null;
  const places: number[] = [];
  for (const timeMs of timesMs) {
    if (timeMs === null) return null;
    // Clocks of several machines may disagree by a little: an axis never goes back.
    places.push(Math.max(places.at(-1) ?? Number.NEGATIVE_INFINITY, (timeMs - startMs) / 1000));
  }
  return places;
}

/** The steps that a part of the axis shows, with the points just beyond its ends; null where no curve has any there. */
export function stepsOfRange(
  curves: readonly { readonly steps: readonly number[]; readonly xs: readonly number[] }[],
  { from, to }: AxisRange,
): StepRange | null {
  let [fromStep, toStep] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { steps, xs } of curves) {
    if (xs.length === 0) continue;
    const first = Math.max(0, firstIndexFrom(xs, from) - 1);
    const last = Math.min(xs.length - 1, firstIndexFrom(xs, to));
    fromStep = Math.min(fromStep, steps[first] as number);
    toStep = Math.max(toStep, steps[last] as number);
  }
  return fromStep <= toStep ? { fromStep, toStep } : null;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const CURVE_AXES: Readonly<Record<AxisKind, ChartAxis>> = {
  step: {
    name: "steps",
    leastDistance: 1,
    formatTick: (step) => (Number.isInteger(step) ? shortCount(step) : ""),
    formatPlace: (step) => `step ${formatCount(step)}`,
  },
  epoch: {
    name: "epochs",
    formatTick: (epoch) => String(Number(epoch.toPrecision(6))),
    formatPlace: (epoch) => `epoch ${formatMetric(epoch)}`,
  },
  time: {
    name: "time since the start",
    formatTick: shortDuration,
    formatPlace: (seconds) =>
      seconds < 0 ? `${formatDuration(-seconds * 1000)} before the start` : `after ${formatDuration(seconds * 1000)}`,
    distances: [
      0.1,
      0.5,
      1,
      2,
      5,
      10,
      15,
      30,
      MINUTE,
      2 * MINUTE,
      5 * MINUTE,
      10 * MINUTE,
      15 * MINUTE,
      30 * MINUTE,
      HOUR,
      2 * HOUR,
      3 * HOUR,
      6 * HOUR,
      12 * HOUR,
      DAY,
      2 * DAY,
      7 * DAY,
      14 * DAY,
      28 * DAY,
      84 * DAY,
      364 * DAY,
    ],
  },
};

/** 12000 as "12k". */
function shortCount(count: number): string {
  if (Math.abs(count) >= 1_000_000) return `${Number((count / 1_000_000).toPrecision(6))}M`;
  return Math.abs(count) >= 10_000 ? `${Number((count / 1000).toPrecision(6))}k` : String(count);
}

/** 5400 as "1 h 30", in the two largest units there are. */
function shortDuration(seconds: number): string {
  const size = Math.abs(seconds);
  const sign = seconds < 0 ? "−" : "";
  if (size < MINUTE) return `${sign}${Number(size.toPrecision(4))} s`;
  const pair = (unit: number, name: string, part: number, partName: string) => {
    const rest = Math.round((size % unit) / part);
    return `${sign}${Math.floor(size / unit)} ${name}${rest > 0 ? ` ${rest}${partName}` : ""}`;
  };
  if (size < HOUR) return pair(MINUTE, "min", 1, " s");
  return size < DAY ? pair(HOUR, "h", MINUTE, "") : pair(DAY, "d", HOUR, " h");
}

/** Reads `120..560` of the page's address, in units of the axis. */
export function parseAxisRange(text: string | null): AxisRange | null {
  const [from = Number.NaN, to = Number.NaN] = (text ?? "")
    .split("..")
    .map((part) => (part === "" ? Number.NaN : Number(part)));
  return Number.isFinite(from) && Number.isFinite(to) && from < to ? { from, to } : null;
}

/** Undoes {@link parseAxisRange}; as many digits as tell the ends apart. */
export function axisRangeText(range: AxisRange | null): string | null {
  if (!range) return null;
  const digits = Math.max(0, 3 - Math.floor(Math.log10(range.to - range.from)));
  const rounded = (value: number) => (digits > 12 ? value : Number(value.toFixed(digits)));
  return `${rounded(range.from)}..${rounded(range.to)}`;
}

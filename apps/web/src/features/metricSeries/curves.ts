import { firstIndexFrom } from "../../chart/nearestIndex.ts";

/** A curve as the page holds it: what was read, with what came live after it. */
export interface Curve {
  readonly name: string;
  readonly steps: readonly number[];
  readonly values: readonly (number | null)[];
  readonly minValues: readonly (number | null)[] | null;
  readonly maxValues: readonly (number | null)[] | null;
  /** When each value was measured, milliseconds since 1970; null where it was not kept. */
  readonly timesMs: readonly (number | null)[] | null;
  readonly total: number;
  /** Points of the part that was read. */
  readonly pointsInRange: number;
  readonly reduced: boolean;
}

/** Points of one series as an event brings them. */
export interface LivePoints {
  readonly name: string;
  readonly steps: readonly number[];
  readonly values: readonly (number | null)[];
  readonly timesMs: readonly (number | null)[] | null;
}

/**
 * Adds the points of an event to those heard before. A run that resumes from a checkpoint repeats steps: its new points
 * replace all that were heard from their first step on.
 */
export function addLivePoints(heard: readonly LivePoints[], added: readonly LivePoints[]): LivePoints[] {
  const byName = new Map(heard.map((series) => [series.name, series]));
  for (const { name, steps, values, timesMs } of added) {
    const [first] = steps;
    if (first === undefined) continue;
    const before = byName.get(name);
    const kept = before ? keepBefore(before, first) : null;
    byName.set(name, {
      name,
      steps: [...(kept?.steps ?? []), ...steps],
      values: [...(kept?.values ?? []), ...values],
      timesMs: joinTimes(kept, { steps, timesMs }),
    });
  }
  return [...byName.values()];
}

function keepBefore(series: LivePoints, step: number): LivePoints {
  const end = firstIndexFrom(series.steps, step);
  return {
    name: series.name,
    steps: series.steps.slice(0, end),
    values: series.values.slice(0, end),
    timesMs: series.timesMs?.slice(0, end) ?? null,
  };
}

type Timed = Pick<LivePoints, "steps" | "timesMs">;

/** The times of two parts after one another; null where neither has any. */
function joinTimes(first: Timed | null, second: Timed): (number | null)[] | null {
  if (!first?.timesMs && !second.timesMs) return null;
  const timesOf = ({ steps, timesMs }: Timed) => timesMs ?? steps.map(() => null);
  return [...(first ? timesOf(first) : []), ...timesOf(second)];
}

/** The steps that a curve's point at `step` tells of: itself, or in a reduced curve the bucket that ends there. */
export function stepsBehind(
  { steps, minValues }: Pick<Curve, "steps" | "minValues">,
  step: number,
): { fromStep: number; toStep: number } {
  const index = Math.min(firstIndexFrom(steps, step), steps.length - 1);
  const toStep = steps[index] ?? step;
  if (minValues === null) return { fromStep: toStep, toStep };
  return { fromStep: (steps[index - 1] ?? toStep - 1) + 1, toStep };
}

/** The curves that were read, each continued by what was heard after its last step; unknown names become new curves. */
export function continueCurves(read: readonly Curve[], heard: readonly LivePoints[]): Curve[] {
  const names = new Set(read.map(({ name }) => name));
  const continued = read.map((curve) => {
    const live = heard.find(({ name }) => name === curve.name);
    return live ? continueCurve(curve, live) : curve;
  });
  const fresh = heard
    .filter(({ name }) => !names.has(name))
    .map((live) => ({
      ...live,
      minValues: null,
      maxValues: null,
      total: live.steps.length,
      pointsInRange: live.steps.length,
      reduced: false,
    }));
  return [...continued, ...fresh];
}

function continueCurve(curve: Curve, live: LivePoints): Curve {
  const last = curve.steps.at(-1) ?? Number.NEGATIVE_INFINITY;
  const from = firstIndexFrom(live.steps, last + 1);
  if (from >= live.steps.length) return curve;
  const steps = live.steps.slice(from);
  const values = live.values.slice(from);
  const timesMs = live.timesMs?.slice(from) ?? null;
  return {
    ...curve,
    steps: [...curve.steps, ...steps],
    values: [...curve.values, ...values],
    minValues: curve.minValues && [...curve.minValues, ...values],
    maxValues: curve.maxValues && [...curve.maxValues, ...values],
    timesMs: joinTimes(curve, { steps, timesMs }),
    total: curve.total + steps.length,
    pointsInRange: curve.pointsInRange + steps.length,
  };
}

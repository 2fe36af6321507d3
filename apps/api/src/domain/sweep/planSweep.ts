import {
  ConfigurationError,
  checkSetting,
  gridPoints,
  gridSize,
  isRange,
  type Recipe,
  type RunConfiguration,
  randomPoints,
  type SweepDimension,
  type SweepPoint,
  sweepDimensionSchema,
} from "@maskyard/store";
import { InvalidInputError } from "../errors/expectedErrors.ts";
import { resolveRunConfiguration } from "../run/resolveRunConfiguration.ts";

/** More runs than anybody waits for; a sweep's runs are written at once. */
export const SWEEP_RUNS_MAX = 5_000;

export interface SweepWish {
  readonly recipe: Recipe;
  readonly preset: string | null | undefined;
  /** Settings of all runs that differ from the preset's. */
  readonly overrides: Readonly<Record<string, unknown>>;
  readonly dimensions: readonly unknown[];
  readonly method: "GRID" | "RANDOM" | "ASHA";
  readonly seeds: readonly number[];
  readonly maxRuns: number | null;
  /** What random points are drawn with. */
  readonly seed: number;
}

export interface PlannedRun {
  /** From 0. */
  readonly point: number;
  readonly configuration: RunConfiguration;
}

export interface SweepPlan {
  readonly dimensions: readonly SweepDimension[];
  readonly points: readonly SweepPoint[];
  /** Point after point, the seeds of each in their order. */
  readonly runs: readonly PlannedRun[];
}

/**
 * The runs of a sweep: a function of what is wished alone. Throws {@link InvalidInputError} for the first setting that is not there or cannot be, for
 * a space without end where a grid is asked for, and for too many runs.
 */
export function planSweep(wish: SweepWish): SweepPlan {
  for (const [key, value] of Object.entries(wish.overrides)) {
    requireSetting(key, value, `launch.configuration.${key}`);
  }
  const dimensions = wish.dimensions.map(readDimension);
  checkNames(dimensions);
  const points = choosePoints(dimensions, wish);
  const runs = points.flatMap((values, point) =>
    wish.seeds.map((seed) => ({ point, configuration: configurationOf(wish, values, point, seed) })),
  );
  return { dimensions, points, runs };
}

function readDimension(given: unknown, index: number): SweepDimension {
  const field = `dimensions.${index}`;
  const setting = String((given as { setting?: unknown } | null)?.setting);
  const parsed = sweepDimensionSchema.safeParse(given);
  if (!parsed.success) {
    throw new InvalidInputError(problemOf(setting, parsed.error.issues[0]), field);
  }
  const dimension = parsed.data;
  for (const value of isRange(dimension) ? [dimension.min, dimension.max] : dimension.values) {
    requireSetting(dimension.setting, value, field);
  }
  return dimension;
}

/** `field` is the place in the input that is at fault. */
function requireSetting(key: string, value: unknown, field: string): void {
  try {
    checkSetting(key, value);
  } catch (error) {
    if (error instanceof ConfigurationError) {
      throw new InvalidInputError(error.message, field);
    }
    throw error;
  }
}

interface Issue {
  readonly code: string;
  readonly message: string;
  readonly errors?: readonly (readonly Issue[])[];
}

/** Complaints about what a list or range says. Others are about its shape. */
const OWN_CODES = ["custom", "too_small", "too_big"];

/** A dimension has one of two shapes, and zod complains about both unless it sees which is meant. */
function problemOf(setting: string, issue: Issue | undefined): string {
  const complaints = issue?.code === "invalid_union" ? (issue.errors ?? []) : [issue ? [issue] : []];
  const own = complaints.find((issues) => issues.length > 0 && issues.every(({ code }) => OWN_CODES.includes(code)));
  return own?.[0]
    ? `${setting} ${own[0].message}.`
    : `${setting} is varied over a list (values) or a range (min and max, with scale, whole or step where they fit).`;
}

function checkNames(dimensions: readonly SweepDimension[]): void {
  if (dimensions.length === 0) {
    throw new InvalidInputError("Choose at least one setting to vary.", "dimensions");
  }
  const seen = new Set<string>();
  for (const [index, { setting }] of dimensions.entries()) {
    if (seen.has(setting)) {
      throw new InvalidInputError(
        `${setting} is varied twice. Put all its values into one list.`,
        `dimensions.${index}`,
      );
    }
    if (setting === "seed") {
      throw new InvalidInputError(
        "To repeat each point with several seeds, give the seeds or a number of seeds.",
        "seeds",
      );
    }
    seen.add(setting);
  }
}

function choosePoints(dimensions: readonly SweepDimension[], wish: SweepWish): SweepPoint[] {
  const seedCount = wish.seeds.length;
  const most = wish.maxRuns ?? SWEEP_RUNS_MAX;
  if (wish.method === "GRID") {
    const endless = dimensions.find((dimension) => gridSize([dimension]) === Number.POSITIVE_INFINITY);
    if (endless) {
      throw new InvalidInputError(
        `A grid needs a finite number of values. Give ${endless.setting} a step, whole numbers or a list, or draw points at random.`,
        "method",
      );
    }
    const runs = gridSize(dimensions) * seedCount;
    if (runs > most) {
      throw new InvalidInputError(
        `The grid has ${runs.toLocaleString("en")} runs, and at most ${most.toLocaleString("en")} are allowed. Remove some values, or draw points at random.`,
        "maxRuns",
      );
    }
    return gridPoints(dimensions);
  }
  if (wish.maxRuns === null) {
    throw new InvalidInputError("Set a maximum number of runs, because random points have no natural end.", "maxRuns");
  }
  if (most < seedCount) {
    throw new InvalidInputError(
      `Each point takes ${seedCount} runs, one per seed. Allow at least that many runs.`,
      "maxRuns",
    );
  }
  return randomPoints(dimensions, Math.floor(most / seedCount), wish.seed);
}

function configurationOf(wish: SweepWish, values: SweepPoint, point: number, seed: number): RunConfiguration {
  try {
    return resolveRunConfiguration(wish.recipe, wish.preset, { ...wish.overrides, ...values, seed }).configuration;
  } catch (error) {
    if (error instanceof InvalidInputError) {
      const place = Object.entries(values).map(([setting, value]) => `${setting} ${JSON.stringify(value)}`);
      throw new InvalidInputError(
        `Point ${point + 1} (${place.join(", ")}) is not valid: ${error.message}`,
        "dimensions",
      );
    }
    throw error;
  }
}

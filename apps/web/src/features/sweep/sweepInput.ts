import type { FormProblem } from "../../feedback/FieldProblems.tsx";
import type { VariablesOf } from "../../graph/graphql.ts";
import type { Configuration } from "../configuration/settings.ts";
import type { LaunchInput } from "../run/launchRun.ts";
import type { createSweepMutation } from "./createSweep.ts";
import { type DimensionDraft, dimensionInput, EMPTY_DIMENSION, seedsInput } from "./sweepDraft.ts";

export type SweepMethod = "GRID" | "RANDOM" | "ASHA";

/** A sweep as a person fills it in, beside the launch that its runs have in common. */
export interface SweepDraft {
  readonly name: string;
  readonly notes: string;
  readonly dimensions: readonly { readonly key: number; readonly draft: DimensionDraft }[];
  readonly method: SweepMethod;
  readonly seeds: string;
  readonly maxRuns: number | null;
  readonly atOnce: number | null;
  readonly metric: string;
  readonly goal: "MAXIMIZE" | "MINIMIZE";
  readonly firstRung: number | null;
  readonly reduction: number | null;
  readonly rungUnit: "EPOCHS" | "STEPS";
  /** What random points are drawn with. */
  readonly sweepSeed: number | null;
}

export const EMPTY_SWEEP: SweepDraft = {
  name: "",
  notes: "",
  dimensions: [{ key: 0, draft: EMPTY_DIMENSION }],
  method: "GRID",
  seeds: "",
  maxRuns: 20,
  atOnce: null,
  metric: "val/segm/AP",
  goal: "MAXIMIZE",
  firstRung: 1,
  reduction: 4,
  rungUnit: "EPOCHS",
  sweepSeed: null,
};

type CreateSweepInput = VariablesOf<typeof createSweepMutation>["input"];

/** What the mutation takes, or what of it cannot be read and at which field. `base`: the launch's settings, by which values are read. */
export function sweepInput(
  draft: SweepDraft,
  base: Configuration,
  launch: LaunchInput,
): CreateSweepInput | FormProblem {
  const dimensions = [];
  for (const [index, { draft: dimension }] of draft.dimensions.entries()) {
    const read = dimensionInput(dimension, base);
    if (typeof read === "string") return { message: read, field: `dimensions.${index}` };
    dimensions.push(read);
  }
  const seeds = seedsInput(draft.seeds);
  if (seeds === undefined) {
    return {
      message: "Enter one whole number for how many seeds to use, or several to choose the seeds themselves.",
      field: "seeds",
    };
  }
  const { method } = draft;
  return {
    launch,
    name: draft.name.trim() || null,
    notes: draft.notes.trim() || null,
    method,
    dimensions,
    ...seeds,
    seed: method === "GRID" ? null : draft.sweepSeed,
    maxRuns: method === "GRID" ? null : draft.maxRuns,
    atOnce: draft.atOnce,
    metric: draft.metric,
    goal: draft.goal,
    halving:
      method === "ASHA"
        ? { minResource: draft.firstRung, reductionFactor: draft.reduction, unit: draft.rungUnit }
        : null,
  };
}

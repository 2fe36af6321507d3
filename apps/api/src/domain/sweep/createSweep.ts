import { inTransaction, newId } from "@maskyard/store";
import { z } from "zod";
import type { RequestServices } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { InvalidInputError } from "../errors/expectedErrors.ts";
import { Problems } from "../errors/Problems.ts";
import { parseInput } from "../errors/parseInput.ts";
import { withoutControls } from "../errors/withoutControls.ts";
import { insertQueuedRuns, type NewRun } from "../run/insertRun.ts";
import { launchInputSchema, launchOverrides } from "../run/launchInput.ts";
import { findLaunchReferences, prepareLaunch, requireDatasetToTrainOn } from "../run/prepareLaunch.ts";
import { resolveRunConfiguration } from "../run/resolveRunConfiguration.ts";
import { type HalvingWish, planRungs } from "./planRungs.ts";
import { planSweep, SWEEP_RUNS_MAX } from "./planSweep.ts";

const SEED_MAX = 2 ** 31 - 1;
const seed = z
  .number()
  .int()
  .min(0, "A seed is a whole number from 0.")
  .max(SEED_MAX, `A seed is at most ${SEED_MAX}.`);
const count = (what: string, most: number) =>
  z
    .number()
    .int()
    .min(1, `${what} is at least 1.`)
    .max(most, `${what} is at most ${most.toLocaleString("en")}.`);

const inputSchema = z.object({
  launch: launchInputSchema,
  name: withoutControls(z.string().trim().max(150, "A sweep's name has at most 150 characters.")).nullish(),
  notes: z.string().max(100_000, "Notes have at most 100,000 characters.").nullish(),
  dimensions: z.array(z.unknown()).max(30, "A sweep varies at most 30 settings."),
  method: z.enum(["GRID", "RANDOM", "ASHA"]),
  seeds: z
    .array(seed)
    .min(1, "Name at least one seed.")
    .max(100, "A point is trained with at most 100 seeds.")
    .refine((seeds) => new Set(seeds).size === seeds.length, "A seed is named twice.")
    .nullish(),
  seedCount: count("The number of seeds", 100).nullish(),
  seed: seed.nullish(),
  maxRuns: count("The number of runs", SWEEP_RUNS_MAX).nullish(),
  atOnce: count("The number of runs at once", 1_000).nullish(),
  metric: z
    .string()
    .trim()
    .min(1, "Name the metric.")
    .max(250, "A metric's name has at most 250 characters.")
    .nullish(),
  goal: z.enum(["MAXIMIZE", "MINIMIZE"]).nullish(),
  halving: z
    .object({
      unit: z.enum(["EPOCHS", "STEPS"]).nullish(),
      minResource: count("The first comparison", 1_000_000_000).nullish(),
      reductionFactor: z
        .number()
        .int()
        .min(2, "One run in at least 2 goes on.")
        .max(100, "One run in at most 100 goes on.")
        .nullish(),
    })
    .nullish(),
});

const NEXT_NUMBER_SQL =
  "UPDATE project SET next_sweep_number = next_sweep_number + 1 WHERE id = $1 RETURNING next_sweep_number - 1 AS number";

const INSERT_SQL = `
INSERT INTO sweep (id, project_id, number, name, notes, method, dataset_id, snapshot_id, recipe, preset, configuration, dimensions, seeds, seed,
  metric, goal, at_once, rungs, rung_unit, reduction_factor, created_by_id)
VALUES ($1, $2, $3, $4, $5, $6::sweep_method, $7, $8, $9::recipe, $10, $11::jsonb, $12::jsonb, $13, $14,
  $15, $16::sweep_goal, $17, $18, $19::rung_unit, $20, $21)`;

/**
 * Writes a sweep and all its runs into the queue, on one snapshot, or nothing at all; returns the sweep's id. Every run's settings are checked before
 * anything is written. Throws {@link InvalidInputError} for what a person can put right.
 */
export async function createSweep(services: RequestServices, actor: Actor, input: unknown): Promise<string> {
  const values = parseInput(inputSchema, input);
  const { launch, method } = values;
  const dataset = await requireDatasetToTrainOn(services, actor, launch);
  const overrides = launchOverrides(launch);
  // The preset alone: what is set may go with the varied settings only.
  const base = resolveRunConfiguration(
    launch.recipe,
    launch.preset,
    "seed" in overrides ? { seed: overrides.seed } : {},
  );
  const seeds = seedsOf(values, base.configuration.seed);
  const sweepSeed = values.seed ?? 0;
  const plan = planSweep({
    recipe: launch.recipe,
    preset: launch.preset,
    overrides,
    dimensions: values.dimensions,
    method,
    seeds,
    maxRuns: values.maxRuns ?? null,
    seed: sweepSeed,
  });
  const metric = values.metric ?? "val/segm/AP";
  const halving = method === "ASHA" ? halvingOf(values.halving) : null;
  const rungs = halving
    ? planRungs(
        plan.runs.map(({ configuration }) => configuration),
        metric,
        halving,
      )
    : [];
  const problems = new Problems();
  const references = await findLaunchReferences(services, actor, dataset, launch, problems);
  problems.throwIfAny();
  if (references === null) throw new Error("createSweep: something is missing unsaid");
  const prepared = await prepareLaunch(services, actor, {
    dataset,
    values: launch,
    references,
    seed: base.configuration.seed,
  });

  const sweepId = newId();
  await inTransaction(services.pool, async (client) => {
    const { rows } = await client.query<{ number: number }>(NEXT_NUMBER_SQL, [dataset.projectId]);
    const number = rows[0]?.number;
    if (number === undefined) {
      throw new InvalidInputError("The project has been deleted in the meantime.", "launch.datasetId");
    }
    const name = values.name || `${dataset.name} ${base.preset} sweep ${number}`.slice(0, 150);
    await client.query(INSERT_SQL, [
      sweepId,
      dataset.projectId,
      number,
      name,
      values.notes ?? "",
      method,
      dataset.id,
      prepared.snapshotId,
      launch.recipe,
      base.preset,
      JSON.stringify(plan.runs[0]?.configuration),
      JSON.stringify(plan.dimensions),
      seeds,
      sweepSeed,
      metric,
      values.goal ?? "MAXIMIZE",
      values.atOnce ?? null,
      rungs,
      halving?.unit ?? null,
      halving?.reductionFactor ?? null,
      actor.userId,
    ]);
    const runs = plan.runs.map(
      ({ point, configuration }): NewRun => ({
        ...prepared,
        name: () => `${name} ${point + 1}${seeds.length > 1 ? `, seed ${configuration.seed}` : ""}`,
        group: launch.group ?? `sweep ${number}, point ${point + 1}`,
        preset: base.preset,
        configuration,
        sweep: { id: sweepId, point },
      }),
    );
    await insertQueuedRuns(client, dataset.projectId, runs);
  });
  return sweepId;
}

function seedsOf(
  {
    seeds,
    seedCount,
  }: { readonly seeds?: number[] | null | undefined; readonly seedCount?: number | null | undefined },
  first: number,
): number[] {
  if (seeds != null && seedCount != null) {
    throw new InvalidInputError("Give seeds or a number of seeds, not both.", "seedCount");
  }
  if (first + (seedCount ?? 1) - 1 > SEED_MAX) {
    throw new InvalidInputError(`The last seed would exceed ${SEED_MAX}. Start with a smaller one.`, "seedCount");
  }
  return seeds ?? Array.from({ length: seedCount ?? 1 }, (_, index) => first + index);
}

type HalvingInput = z.infer<typeof inputSchema>["halving"];

function halvingOf(halving: HalvingInput): HalvingWish {
  return {
    unit: halving?.unit ?? "EPOCHS",
    minResource: halving?.minResource ?? 1,
    reductionFactor: halving?.reductionFactor ?? 4,
  };
}

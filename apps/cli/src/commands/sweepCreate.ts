import { type Command, Option } from "commander";
import { usageError } from "../errors/CliError.ts";
import { addCommand, type CommonOptions } from "../input/addCommand.ts";
import { parseDimension } from "../input/parseDimension.ts";
import { wholeNumberBetween } from "../input/parseNumber.ts";
import { collectValues } from "../input/queueOptions.ts";
import { printJson } from "../output/printJson.ts";
import { printLine } from "../output/printLine.ts";
import { connect } from "../server/connect.ts";
import { dataOf, ERROR_FIELDS, type MutationResult } from "../server/dataOf.ts";
import { graphql } from "../server/graphql.ts";
import { type LaunchOptions, launchInput, withLaunchOptions } from "./launchInput.ts";

const CREATE = graphql`mutation CreateSweep($input: CreateSweepInput!) {
  createSweep(input: $input) {
    ${ERROR_FIELDS}
    ... on CreateSweepSuccess { data { id number name method status url rungs rungUnit counts { runs points } } }
  }
}`;

interface CreatedSweep {
  number: number;
  name: string;
  url: string;
  rungs: number[];
  rungUnit: string | null;
  counts: { runs: number; points: number };
}

interface SweepCreateOptions extends LaunchOptions, CommonOptions {
  readonly method: string;
  readonly vary: readonly string[];
  readonly seeds?: number[];
  readonly seedCount?: number;
  readonly sweepSeed?: number;
  readonly maxRuns?: number;
  readonly atOnce?: number;
  readonly metric?: string;
  readonly minimize?: true;
  readonly notes?: string;
  readonly firstRung?: number;
  readonly reduction?: number;
  readonly rungUnit?: string;
}

const MOST = 2 ** 31 - 1;

export function registerSweepCreate(sweep: Command): void {
  withLaunchOptions(addCommand(sweep, "create", "put all runs of a sweep into the queue, on one snapshot"))
    .requiredOption(
      "--vary <key=what>",
      "a setting and its values (batchSize=1,2) or range (learningRate=1e-4..1e-1,log; momentum=0..0.9,step=0.1; warmupSteps=0..500,whole); may be repeated",
      collectValues,
      [],
    )
    .addOption(
      new Option("--method <method>", "every combination, points drawn at random, or these with early stops")
        .choices(["grid", "random", "asha"])
        .default("grid"),
    )
    .option("--seeds <list>", "train each point with each of these seeds, for example 1,2,3", readSeeds)
    .option("--seed-count <number>", "train each point with so many seeds, from --seed on", wholeNumberBetween(1, 100))
    .option("--sweep-seed <number>", "what random points are drawn with; 0 when absent", wholeNumberBetween(0, MOST))
    .option("--max-runs <number>", "most runs; needed for random and asha", wholeNumberBetween(1, MOST))
    .option("--at-once <number>", "most runs that train at the same time", wholeNumberBetween(1, MOST))
    .option("--metric <series>", "what runs are judged by; val/segm/AP when absent")
    .option("--minimize", "smaller values of the metric are better")
    .option("--notes <text>", "what the sweep is for")
    .option(
      "--first-rung <number>",
      "asha: epochs or steps before runs are first compared; 1 when absent",
      wholeNumberBetween(1, MOST),
    )
    .option(
      "--reduction <number>",
      "asha: one run in so many goes on from a rung; 4 when absent",
      wholeNumberBetween(2, 100),
    )
    .addOption(
      new Option("--rung-unit <unit>", "asha: what rungs count; epochs when absent").choices(["epochs", "steps"]),
    )
    .action(createSweep);
}

function readSeeds(text: string): number[] {
  return text.split(",").map((part) => {
    const seed = part.trim() === "" ? Number.NaN : Number(part);
    if (!Number.isInteger(seed) || seed < 0)
      throw usageError(`--seeds ${text}: expected whole numbers, for example 1,2,3.`);
    return seed;
  });
}

async function createSweep(options: SweepCreateOptions): Promise<void> {
  const dimensions = options.vary.map(parseDimension);
  const halving = {
    unit: options.rungUnit?.toUpperCase() ?? null,
    minResource: options.firstRung ?? null,
    reductionFactor: options.reduction ?? null,
  };
  const isHalved = Object.values(halving).some((value) => value !== null);
  if (isHalved && options.method !== "asha")
    throw usageError("--first-rung, --reduction and --rung-unit go with --method asha.");
  const client = await connect();
  const launch = await launchInput(client, options);
  const input = {
    launch: { ...launch, name: null },
    name: options.name ?? null,
    notes: options.notes ?? null,
    method: options.method.toUpperCase(),
    dimensions,
    seeds: options.seeds ?? null,
    seedCount: options.seedCount ?? null,
    seed: options.sweepSeed ?? null,
    maxRuns: options.maxRuns ?? null,
    atOnce: options.atOnce ?? null,
    metric: options.metric ?? null,
    goal: options.minimize ? "MINIMIZE" : null,
    halving: isHalved ? halving : null,
  };
  const result = await client.request<{ createSweep: MutationResult<CreatedSweep> }>(CREATE, { input });
  const sweep = dataOf(result.createSweep);
  const url = new URL(sweep.url, `${client.url}/`).href;
  if (options.json) return printJson({ sweep: { ...sweep, url } });
  const { runs, points } = sweep.counts;
  printLine(`Sweep #${sweep.number} "${sweep.name}": ${runs} runs of ${points} points were queued: ${url}`);
  if (sweep.rungs.length > 0)
    printLine(`Runs are compared after ${sweep.rungs.join(", ")} ${sweep.rungUnit?.toLowerCase()}.`);
}

import type { Command } from "commander";
import { CliError } from "../errors/CliError.ts";
import { addCommand, type CommonOptions } from "../input/addCommand.ts";
import { printJson } from "../output/printJson.ts";
import { printLine } from "../output/printLine.ts";
import { type Cell, printTable } from "../output/printTable.ts";
import { connect } from "../server/connect.ts";
import { findSweepId } from "../server/findSweep.ts";
import { graphql } from "../server/graphql.ts";
import { type Page, readAllPages } from "../server/readAllPages.ts";

const SWEEP = graphql`query Sweep($id: ID!) {
  sweep(id: $id) {
    id number name notes method status metric goal seeds seed dimensions rungs rungUnit reductionFactor atOnce bestValue url createdAt
    bestRun { id number name }
    dataset { id name }
    snapshot { id hash }
    counts { runs queued running succeeded stoppedEarly failed cancelled points pointsDone }
    points { number values count mean deviation min max runIds }
  }
}`;

const RUNS = graphql`query SweepRuns($id: ID!, $after: String) {
  sweep(id: $id) {
    runs(first: 500, after: $after) {
      edges { node { id number name status seed step totalSteps sweepPoint sweepValue sweepStop { rung rungs step metric value needed } } }
      pageInfo { hasNextPage endCursor }
    }
  }
}`;

interface SweepRun {
  number: number;
  status: string;
  seed: number;
  step: number;
  totalSteps: number | null;
  sweepPoint: number;
  sweepValue: number | null;
  sweepStop: { rung: number; rungs: number } | null;
}

interface ShownSweep {
  number: number;
  name: string;
  method: string;
  status: string;
  metric: string;
  seeds: number[];
  dimensions: { setting: string }[];
  bestValue: number | null;
  bestRun: { number: number } | null;
  counts: {
    runs: number;
    queued: number;
    running: number;
    stoppedEarly: number;
    failed: number;
    points: number;
    pointsDone: number;
  };
  points: {
    number: number;
    values: Record<string, unknown>;
    mean: number | null;
    deviation: number | null;
    count: number;
  }[];
}

export function registerSweepShow(sweep: Command): void {
  addCommand(sweep, "show <sweep>", "a sweep's points and runs with their settings and metric")
    .option("--runs", "a line for each run in place of one for each point")
    .action(showSweep);
}

async function showSweep(reference: string, options: CommonOptions & { readonly runs?: true }): Promise<void> {
  const client = await connect();
  const id = await findSweepId(client, reference);
  const sweep = required((await client.request<{ sweep: ShownSweep | null }>(SWEEP, { id })).sweep, reference);
  if (!options.json && !options.runs) return printSweep(sweep, null);
  const runs = await readAllPages(async (after) => {
    const answer = await client.request<{ sweep: { runs: Page<SweepRun> } | null }>(RUNS, { id, after });
    return required(answer.sweep, reference).runs;
  });
  if (options.json) return printJson({ ...sweep, runs });
  printSweep(sweep, runs);
}

function required<Sweep>(sweep: Sweep | null, reference: string): Sweep {
  if (sweep !== null) return sweep;
  throw new CliError(
    "NOT_FOUND",
    `There is no sweep ${JSON.stringify(reference)}. maskyard sweep list shows all sweeps.`,
  );
}

/** A line for each of the runs; for each point when these are null. */
function printSweep(sweep: ShownSweep, runs: readonly SweepRun[] | null): void {
  const { counts, bestRun, bestValue, metric } = sweep;
  const best = bestRun ? `; best ${metric} ${Number(bestValue?.toPrecision(5))} of run #${bestRun.number}` : "";
  printLine(
    `Sweep #${sweep.number} "${sweep.name}" (${sweep.method.toLowerCase()}) is ${sweep.status.toLowerCase()}: ` +
      `${counts.pointsDone} of ${counts.points} points done, ${counts.running} runs running, ${counts.queued} queued, ` +
      `${counts.stoppedEarly} stopped early, ${counts.failed} failed${best}`,
  );
  const settings = sweep.dimensions.map(({ setting }) => setting);
  const valuesOf = (point: number): Cell[] => {
    const values = sweep.points.find(({ number }) => number === point)?.values ?? {};
    return settings.map((setting) => cellOf(values[setting]));
  };
  if (runs !== null) {
    printTable(
      ["RUN", "POINT", "SEED", ...settings, metric, "STATUS", "STEP"],
      runs.map((run) => [
        `#${run.number}`,
        run.sweepPoint,
        run.seed,
        ...valuesOf(run.sweepPoint),
        run.sweepValue,
        run.sweepStop ? `stopped at rung ${run.sweepStop.rung} of ${run.sweepStop.rungs}` : run.status.toLowerCase(),
        run.step,
      ]),
    );
  } else {
    printTable(
      ["POINT", ...settings, ...(sweep.seeds.length > 1 ? ["MEAN", "DEVIATION", "RUNS"] : [metric])],
      sweep.points.map(({ number, mean, deviation, count }) => [
        number,
        ...valuesOf(number),
        mean,
        ...(sweep.seeds.length > 1 ? [deviation, count] : []),
      ]),
    );
  }
}

function cellOf(value: unknown): Cell {
  return typeof value === "number" || typeof value === "string" || typeof value === "boolean"
    ? value
    : JSON.stringify(value);
}

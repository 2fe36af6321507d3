import { type Command, Option } from "commander";
import { CliError } from "../errors/CliError.ts";
import { addCommand, type CommonOptions } from "../input/addCommand.ts";
import { wholeNumberBetween } from "../input/parseNumber.ts";
import { downloadFile, downloadInto } from "../output/downloadFile.ts";
import { printJson } from "../output/printJson.ts";
import { printNotice } from "../output/printLine.ts";
import { printTable } from "../output/printTable.ts";
import { connect } from "../server/connect.ts";
import { findRunId, requireRun } from "../server/findRun.ts";
import { graphql } from "../server/graphql.ts";

const SERIES = graphql`query RunSeries($id: ID!, $names: [String!], $points: Int!, $fromStep: Int, $toStep: Int) {
  run(id: $id) {
    series(names: $names, points: $points, fromStep: $fromStep, toStep: $toStep) {
      name total lastStep minValue maxValue reduced steps values minValues maxValues notFinite { index value }
    }
  }
}`;

interface SeriesNode {
  name: string;
  total: number;
  lastStep: number | null;
  minValue: number | null;
  maxValue: number | null;
  reduced: boolean;
  steps: number[];
  values: (number | null)[];
  notFinite: { index: number; value: string }[];
  minValues: (number | null)[] | null;
  maxValues: (number | null)[] | null;
}

interface MetricsOptions extends CommonOptions {
  readonly points: number;
  readonly from?: number;
  readonly to?: number;
  readonly export?: string;
  readonly as: string;
}

export function registerMetrics(program: Command): void {
  const step = wholeNumberBetween(0, 2 ** 31 - 1);
  addCommand(program, "metrics <run> [series...]", "print a run's curves")
    .option(
      "--points <count>",
      "at most so many points a series; extremes are kept",
      wholeNumberBetween(1, 100_000),
      1000,
    )
    .option("--from <step>", "first step", step)
    .option("--to <step>", "last step", step)
    .option("--export <file>", "write every point to this file; into this folder with --as tensorboard")
    .addOption(
      new Option("--as <format>", "what --export writes")
        .choices(["csv", "json", "parquet", "tensorboard"])
        .default("csv"),
    )
    .action(printMetrics);
}

async function printMetrics(reference: string, names: readonly string[], options: MetricsOptions): Promise<void> {
  const client = await connect();
  const id = await findRunId(client, reference);
  if (options.export !== undefined) {
    const path = `/files/runs/${id}/metrics?format=${options.as}`;
    const file =
      options.as === "tensorboard"
        ? await downloadInto(client, path, options.export)
        : await downloadFile(client, path, options.export).then(() => options.export);
    if (options.json) return printJson({ file, format: options.as });
    return printNotice(`Every point of the run was written to ${file}.`);
  }
  const { run } = await client.request<{ run: { series: SeriesNode[] } | null }>(SERIES, {
    id,
    names: names.length === 0 ? null : names,
    points: options.points,
    fromStep: options.from ?? null,
    toStep: options.to ?? null,
  });
  const { series } = requireRun(run, reference);
  const missing = names.find((name) => !series.some((one) => one.name === name));
  if (missing !== undefined) {
    throw new CliError(
      "NOT_FOUND",
      `The run has no series ${JSON.stringify(missing)}. maskyard metrics ${reference} lists its series.`,
    );
  }
  if (options.json) return printJson({ series: series.map(toJson) });
  if (names.length === 0) return printSummaries(series);
  for (const one of series) {
    printTable(["STEP", one.name], pointsOf(one));
  }
}

/** Where points stand for several, `min` and `max` are parallel to `points`. */
function toJson(series: SeriesNode): object {
  return {
    name: series.name,
    points: pointsOf(series),
    total: series.total,
    ...(series.reduced ? { min: series.minValues, max: series.maxValues } : {}),
  };
}

/** Steps with their values, those that JSON has no number for as text: NaN, Infinity, -Infinity. */
function pointsOf({ steps, values, notFinite }: SeriesNode): [step: number, value: number | string | null][] {
  const texts = new Map(notFinite.map(({ index, value }) => [index, value]));
  return steps.map((step, index) => [step, texts.get(index) ?? values[index] ?? null]);
}

function printSummaries(series: readonly SeriesNode[]): void {
  printTable(
    ["SERIES", "POINTS", "LAST STEP", "LAST", "LEAST", "GREATEST"],
    series.map((one) => [one.name, one.total, one.lastStep, pointsOf(one).at(-1)?.[1], one.minValue, one.maxValue]),
  );
}

import { type Command, Option } from "commander";
import { addCommand, type CommonOptions } from "../addCommand.ts";
import { parseAssignments } from "../input/parseAssignments.ts";
import { wholeNumberBetween } from "../input/parseNumber.ts";
import { collectValues, type QueueOptions, queueInput, withQueueOptions } from "../input/queueOptions.ts";
import { printJson } from "../output/printJson.ts";
import { printLine } from "../output/printLine.ts";
import { connect } from "../server/connect.ts";
import { dataOf, ERROR_FIELDS, type MutationResult } from "../server/dataOf.ts";
import { findDataset } from "../server/findDataset.ts";
import { findInitialWeights } from "../server/findInitialWeights.ts";
import { findSplit } from "../server/findSplit.ts";
import { graphql } from "../server/graphql.ts";

const LAUNCH = graphql`mutation LaunchRun($input: LaunchRunInput!) {
  launchRun(input: $input) {
    ${ERROR_FIELDS}
    ... on LaunchRunSuccess { data { id number name status url } }
  }
}`;

interface LaunchedRun {
  id: string;
  number: number;
  name: string;
  status: string;
  url: string;
}

interface LaunchOptions extends CommonOptions, QueueOptions {
  readonly dataset: string;
  readonly recipe: string;
  readonly preset?: string;
  readonly name?: string;
  readonly group?: string;
  readonly split?: string;
  readonly initialWeights?: string;
  readonly seed?: number;
  readonly allowLeakage?: true;
  readonly set: readonly string[];
}

export function registerLaunch(program: Command): void {
  const command = addCommand(program, "launch", "put a training run on a dataset into the queue")
    .requiredOption("--dataset <name>", "dataset to train on (name or id)")
    .addOption(new Option("--recipe <recipe>", "what to train").choices(["mininet", "transfer"]).makeOptionMandatory())
    .option("--preset <name>", "settings to start from: demo, scratch, original or transfer")
    .option(
      "--initial-weights <weights>",
      "what to start from: a weights file's name or id, run:RUN, checkpoint:ID or model:NAME@ALIAS",
    )
    .option("--name <name>", "name of the run")
    .option("--group <name>", "group of runs that belong together")
    .option("--split <name>", "split to use (name or id); the newest when absent, or one made now")
    .option("--seed <number>", "decides weights, order and augmentation", wholeNumberBetween(0, 2 ** 31 - 1))
    .option("--allow-leakage", "train on a split whose subsets leak into one another; the run keeps what leaked")
    .option("--set <key=value>", "override one setting; may be repeated", collectValues, []);
  withQueueOptions(command).action(launchRun);
}

async function launchRun(options: LaunchOptions): Promise<void> {
  const configuration = parseAssignments(options.set);
  const client = await connect();
  const dataset = await findDataset(client, options.dataset);
  const splitId = options.split === undefined ? null : (await findSplit(client, dataset, options.split)).id;
  const initialWeights =
    options.initialWeights === undefined ? {} : await findInitialWeights(client, options.initialWeights, dataset.id);
  const input = {
    ...initialWeights,
    datasetId: dataset.id,
    recipe: options.recipe.toUpperCase(),
    preset: options.preset ?? null,
    name: options.name ?? null,
    group: options.group ?? null,
    splitId,
    seed: options.seed ?? null,
    configuration,
    ...queueInput(options),
    allowLeakage: options.allowLeakage ?? null,
  };
  const result = await client.request<{ launchRun: MutationResult<LaunchedRun> }>(LAUNCH, { input });
  const run = dataOf(result.launchRun);
  const url = new URL(run.url, `${client.url}/`).href;
  if (options.json) return printJson({ run: { ...run, url } });
  printLine(`Run #${run.number} "${run.name}" is ${run.status.toLowerCase()}: ${url}`);
}

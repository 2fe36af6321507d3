import { type Command, Option } from "commander";
import { parseAssignments } from "../input/parseAssignments.ts";
import { wholeNumberBetween } from "../input/parseNumber.ts";
import { collectValues, type QueueOptions, queueInput, withQueueOptions } from "../input/queueOptions.ts";
import { findDataset } from "../server/findDataset.ts";
import { findInitialWeights } from "../server/findInitialWeights.ts";
import { findSplit } from "../server/findSplit.ts";
import type { GraphClient } from "../server/GraphClient.ts";

/** What a launch says, of one run or of a sweep of them. */
export interface LaunchOptions extends QueueOptions {
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

export function withLaunchOptions(command: Command): Command {
  return withQueueOptions(
    command
      .requiredOption("--dataset <name>", "dataset to train on (name or id)")
      .addOption(
        new Option("--recipe <recipe>", "what to train").choices(["mininet", "transfer"]).makeOptionMandatory(),
      )
      .option("--preset <name>", "settings to start from: demo, scratch, original or transfer")
      .option(
        "--initial-weights <weights>",
        "what to start from: a weights file's name or id, run:RUN, checkpoint:ID or model:NAME@ALIAS",
      )
      .option("--name <name>", "its name")
      .option("--group <name>", "group of runs that belong together")
      .option("--split <name>", "split to use (name or id); the newest when absent, or one made now")
      .option("--seed <number>", "decides weights, order and augmentation", wholeNumberBetween(0, 2 ** 31 - 1))
      .option("--allow-leakage", "train on a split whose subsets leak into one another; the run keeps what leaked")
      .option("--set <key=value>", "override one setting; may be repeated", collectValues, []),
  );
}

/** The options as the mutations take them, names looked up. */
export async function launchInput(
  client: GraphClient,
  options: LaunchOptions,
): Promise<Readonly<Record<string, unknown>>> {
  const dataset = await findDataset(client, options.dataset);
  const splitId = options.split === undefined ? null : (await findSplit(client, dataset, options.split)).id;
  const initialWeights =
    options.initialWeights === undefined ? {} : await findInitialWeights(client, options.initialWeights, dataset.id);
  return {
    ...initialWeights,
    datasetId: dataset.id,
    recipe: options.recipe.toUpperCase(),
    preset: options.preset ?? null,
    name: options.name ?? null,
    group: options.group ?? null,
    splitId,
    seed: options.seed ?? null,
    configuration: parseAssignments(options.set),
    ...queueInput(options),
    allowLeakage: options.allowLeakage ?? null,
  };
}

import { type Command, Option } from "commander";
import { usageError } from "../errors/CliError.ts";
import { parseAssignments } from "../input/parseAssignments.ts";
import { wholeNumberBetween } from "../input/parseNumber.ts";
import { collectValues, type QueueOptions, queueInput, withQueueOptions } from "../input/queueOptions.ts";
import { findDataset } from "../server/findDataset.ts";
import { findInitialWeights } from "../server/findInitialWeights.ts";
import { findSnapshot } from "../server/findSnapshot.ts";
import { findSplit } from "../server/findSplit.ts";
import type { GraphClient } from "../server/GraphClient.ts";

/** What a launch says, of one run or of a sweep of them. */
export interface LaunchOptions extends QueueOptions {
  readonly dataset?: string;
  readonly snapshot?: string;
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
      .option("--dataset <name>", "dataset to train on as it is now (name or id)")
      .option("--snapshot <snapshot>", "frozen data to train on in place of --dataset: beginning of a hash, or an id")
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
  const data = await dataToTrainOn(client, options);
  const initialWeights =
    options.initialWeights === undefined
      ? {}
      : await findInitialWeights(client, options.initialWeights, data.datasetId);
  return {
    ...initialWeights,
    ...data,
    recipe: options.recipe.toUpperCase(),
    preset: options.preset ?? null,
    name: options.name ?? null,
    group: options.group ?? null,
    seed: options.seed ?? null,
    configuration: parseAssignments(options.set),
    ...queueInput(options),
    allowLeakage: options.allowLeakage ?? null,
  };
}

interface TrainedData {
  readonly datasetId: string;
  readonly splitId?: string;
  readonly snapshotId?: string;
}

async function dataToTrainOn(
  client: GraphClient,
  { dataset: reference, snapshot, split }: LaunchOptions,
): Promise<TrainedData> {
  if (snapshot !== undefined) {
    if (split !== undefined) throw usageError("--split and --snapshot exclude each other: a snapshot has its subsets.");
    const found = await findSnapshot(client, snapshot);
    if (reference !== undefined && (await findDataset(client, reference)).id !== found.dataset.id) {
      throw usageError(`The snapshot ${snapshot} is one of the dataset ${found.dataset.name}; leave --dataset out.`);
    }
    return { datasetId: found.dataset.id, snapshotId: found.id };
  }
  if (reference === undefined) {
    throw usageError("Say what to train on: --dataset, or --snapshot for data that is frozen already.");
  }
  const dataset = await findDataset(client, reference);
  if (split === undefined) return { datasetId: dataset.id };
  return { datasetId: dataset.id, splitId: (await findSplit(client, dataset, split)).id };
}

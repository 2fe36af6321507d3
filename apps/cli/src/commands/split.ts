import type { Command } from "commander";
import { addCommand, type CommonOptions } from "../addCommand.ts";
import { numberBetween, wholeNumberBetween } from "../input/parseNumber.ts";
import { printJson } from "../output/printJson.ts";
import { printLine } from "../output/printLine.ts";
import { printTable } from "../output/printTable.ts";
import { connect } from "../server/connect.ts";
import { dataOf, ERROR_FIELDS, type MutationResult } from "../server/dataOf.ts";
import { findDataset } from "../server/findDataset.ts";
import { graphql } from "../server/graphql.ts";

const CREATE = graphql`mutation CreateSplit($input: CreateSplitInput!) {
  createSplit(input: $input) {
    ${ERROR_FIELDS}
    ... on CreateSplitSuccess { data {
      id name strategy seed counts { train val test } perClass { category { id name } train val test }
    } }
  }
}`;

interface CreatedSplit {
  id: string;
  name: string;
  strategy: string;
  seed: number;
  counts: { train: number; val: number; test: number };
  perClass: { category: { id: string; name: string }; train: number; val: number; test: number }[];
}

interface SplitOptions extends CommonOptions {
  readonly name: string;
  readonly train: number;
  readonly val: number;
  readonly seed: number;
  readonly stratify?: true;
  readonly fromFiles?: true;
}

export function registerSplit(program: Command): void {
  const share = numberBetween(0, 1);
  addCommand(program, "split <dataset>", "divide a dataset's images into training, validation and test")
    .requiredOption("--name <name>", "name of the split")
    .option("--train <share>", "share to train on", share, 0.8)
    .option("--val <share>", "share to validate on; the rest is for testing", share, 0.2)
    .option("--seed <number>", "the same seed gives the same split", wholeNumberBetween(0, 2 ** 31 - 1), 1)
    .option("--stratify", "keep the share of each class's instances")
    .option("--from-files", "follow what the imported files said")
    .action(createSplit);
}

async function createSplit(reference: string, options: SplitOptions): Promise<void> {
  const client = await connect();
  const dataset = await findDataset(client, reference);
  const input = {
    datasetId: dataset.id,
    name: options.name,
    strategy: options.fromFiles ? "FROM_FILES" : options.stratify ? "STRATIFIED" : "RANDOM",
    seed: options.seed,
    train: options.train,
    val: options.val,
  };
  const result = await client.request<{ createSplit: MutationResult<CreatedSplit> }>(CREATE, { input });
  const split = dataOf(result.createSplit);
  // null: nothing was looked for, which is another thing than nothing found.
  if (options.json) return printJson({ ...split, perClass: split.perClass.map(flatten), leakage: null });
  const { train, val, test } = split.counts;
  printLine(
    `Split "${split.name}" of "${dataset.name}": ${train} images to train on, ${val} to validate, ${test} to test.`,
  );
  printTable(
    ["CLASS", "TRAIN", "VAL", "TEST"],
    split.perClass.map((row) => [row.category.name, row.train, row.val, row.test]),
  );
}

function flatten({ category, ...counts }: CreatedSplit["perClass"][number]): object {
  return { id: category.id, name: category.name, ...counts };
}

import { type Command, Option } from "commander";
import { usageError } from "../errors/CliError.ts";
import { addCommand, type CommonOptions } from "../input/addCommand.ts";
import { parseGrouping } from "../input/parseGrouping.ts";
import { numberBetween, wholeNumberBetween } from "../input/parseNumber.ts";
import { printJson } from "../output/printJson.ts";
import { printLine } from "../output/printLine.ts";
import { printTable } from "../output/printTable.ts";
import { connect } from "../server/connect.ts";
import { dataOf, ERROR_FIELDS, type MutationResult } from "../server/dataOf.ts";
import { findDataset } from "../server/findDataset.ts";
import type { GraphClient } from "../server/GraphClient.ts";
import { graphql } from "../server/graphql.ts";
import { type Leakage, printLeakage, readLeakage, registerSplitCheck } from "./splitCheck.ts";
import { registerSplitDelete } from "./splitDelete.ts";

const SPLIT_FIELDS =
  "id name strategy seed fold folds counts { train val test } perClass { category { id name } train val test } perSize { size train val test }";

const CREATE = graphql`mutation CreateSplit($input: CreateSplitInput!) {
  createSplit(input: $input) { ${ERROR_FIELDS} ... on CreateSplitSuccess { data { ${SPLIT_FIELDS} } } }
}`;

const CREATE_FOLDS = graphql`mutation CreateFolds($input: CreateFoldsInput!) {
  createFolds(input: $input) { ${ERROR_FIELDS} ... on CreateFoldsSuccess { data { ${SPLIT_FIELDS} } } }
}`;

interface Counts {
  train: number;
  val: number;
  test: number;
}

interface CreatedSplit {
  id: string;
  name: string;
  strategy: string;
  seed: number;
  fold: number | null;
  folds: number | null;
  counts: Counts;
  perClass: ({ category: { id: string; name: string } } & Counts)[];
  perSize: ({ size: string } & Counts)[];
}

interface SplitOptions extends CommonOptions {
  readonly name?: string;
  readonly train: number;
  readonly val: number;
  readonly trainCount?: number;
  readonly valCount?: number;
  readonly testCount?: number;
  readonly folds?: number;
  readonly seed: number;
  readonly stratify?: true;
  readonly ignoreSizes?: true;
  readonly groupBy: readonly string[];
  readonly fromFiles?: true;
}

export function registerSplit(program: Command): void {
  const share = numberBetween(0, 1);
  const count = wholeNumberBetween(0, 100_000_000);
  const collect = (value: string, values: readonly string[]): string[] => [...values, value];
  const split = addCommand(program, "split <dataset>", "divide a dataset's images into training, validation and test")
    .option("--name <name>", "name of the split")
    .option("--train <share>", "share to train on", share, 0.8)
    .option("--val <share>", "share to validate on; the rest is for testing", share, 0.2)
    .option("--train-count <images>", "images to train on, in place of shares; those nobody wants are left out", count)
    .option("--val-count <images>", "images to validate on", count)
    .option("--test-count <images>", "images to test on", count)
    .option("--folds <k>", "k splits for cross-validation: each image validates in one", wholeNumberBetween(2, 100))
    .option("--seed <number>", "the same seed gives the same split", wholeNumberBetween(0, 2 ** 31 - 1), 1)
    .option("--stratify", "keep the share of each class's instances, small, medium and large")
    .option("--ignore-sizes", "stratify by class alone")
    .option(
      "--group-by <rule>",
      "what must not part: capture, near, name:PATTERN, tag:PREFIX or none; may be repeated; capture and near when absent",
      collect,
      [],
    )
    .addOption(
      new Option("--from-files", "follow what the imported files said").conflicts([
        "folds",
        "trainCount",
        "valCount",
        "testCount",
      ]),
    )
    // Options after "check" are check's own, and so with "delete".
    .enablePositionalOptions()
    .action(createSplit);
  registerSplitCheck(split);
  registerSplitDelete(split);
}

async function createSplit(reference: string, options: SplitOptions): Promise<void> {
  if (options.name === undefined) throw usageError("Give the split a name: --name NAME.");
  const grouping = parseGrouping(options.groupBy);
  const client = await connect();
  const dataset = await findDataset(client, reference);
  const strategy = options.fromFiles ? "FROM_FILES" : options.stratify ? "STRATIFIED" : "RANDOM";
  const { name, seed, folds } = options;
  const common = { datasetId: dataset.id, name, seed, grouping, bySize: !options.ignoreSizes };
  if (folds !== undefined) {
    const splits = await make(client, CREATE_FOLDS, "createFolds", {
      ...common,
      folds,
      stratified: options.stratify === true,
    });
    if (options.json) printJson(await Promise.all(splits.map((split) => withLeakage(client, split))));
    else for (const split of splits) printSplit(split, dataset.name);
    return;
  }
  const { train, val, trainCount, valCount, testCount } = options;
  const [split] = await make(client, CREATE, "createSplit", {
    ...common,
    strategy,
    train,
    val,
    trainCount,
    valCount,
    testCount,
  });
  if (split === undefined) throw new Error("createSplit: expected the split that was made");
  if (options.json) return printJson(await withLeakage(client, split));
  printSplit(split, dataset.name);
  printLeakage(split.name, await readLeakage(client, split.id, 20));
}

async function make(client: GraphClient, document: string, field: string, input: object): Promise<CreatedSplit[]> {
  const result = await client.request<Record<string, MutationResult<CreatedSplit | CreatedSplit[]>>>(document, {
    input,
  });
  const data = dataOf(result[field] as MutationResult<CreatedSplit | CreatedSplit[]>);
  return Array.isArray(data) ? data : [data];
}

async function withLeakage(client: GraphClient, split: CreatedSplit): Promise<object> {
  const leakage: Leakage = await readLeakage(client, split.id, null);
  const perClass = split.perClass.map(({ category, ...counts }) => ({
    id: category.id,
    name: category.name,
    ...counts,
  }));
  return { ...split, perClass, leakage: leakage.pairs };
}

function printSplit(split: CreatedSplit, datasetName: string): void {
  const { train, val, test } = split.counts;
  printLine(
    `Split "${split.name}" of "${datasetName}": ${train} images to train on, ${val} to validate, ${test} to test.`,
  );
  printTable(
    ["INSTANCES", "TRAIN", "VAL", "TEST"],
    [
      ...split.perClass.map((row) => [row.category.name, row.train, row.val, row.test]),
      ...split.perSize.map((row) => [`(${row.size.toLowerCase()})`, row.train, row.val, row.test]),
    ],
  );
}

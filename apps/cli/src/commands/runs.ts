import { isPlainText } from "@maskyard/filter";
import { type Command, Option } from "commander";
import { addCommand, type CommonOptions } from "../input/addCommand.ts";
import { wholeNumberBetween } from "../input/parseNumber.ts";
import { downloadFile } from "../output/downloadFile.ts";
import { printJson } from "../output/printJson.ts";
import { printNotice } from "../output/printLine.ts";
import { printTable } from "../output/printTable.ts";
import { connect } from "../server/connect.ts";
import { findDataset } from "../server/findDataset.ts";
import { graphql } from "../server/graphql.ts";
import { type Page, readAllPages } from "../server/readAllPages.ts";
import { registerRunsEdit } from "./runsEdit.ts";

const RUNS = graphql`query Runs(
  $after: String, $datasetId: ID, $status: [RunStatus!], $search: String, $filter: String, $group: String, $archived: Boolean!, $favourite: Boolean!
) {
  runs(
    first: 100, after: $after, datasetId: $datasetId, status: $status, search: $search, filter: $filter, group: $group, archived: $archived, favourite: $favourite
  ) {
    edges { node {
      id number name group recipe preset status step totalSteps epoch totalEpochs bestValue attempt failureReason
      createdAt startedAt finishedAt dataset { id name } tags notes archived favourite
      initialWeightsName initialModelVersion { number model { id name } }
    } }
    pageInfo { hasNextPage endCursor }
  }
}`;

interface RunNode {
  id: string;
  number: number;
  name: string;
  group: string | null;
  status: string;
  step: number;
  totalSteps: number | null;
  bestValue: number | null;
  dataset: { id: string; name: string } | null;
}

interface RunsOptions extends CommonOptions {
  readonly filter?: string;
  readonly dataset?: string;
  readonly group?: string;
  readonly status?: string;
  readonly archived?: true;
  readonly favourites?: true;
  readonly limit: number;
  readonly export?: string;
  readonly as: string;
}

export function registerRuns(program: Command): void {
  const runs = addCommand(program, "runs", "list runs, newest first; edit changes what is said of them")
    // Options after "edit" are edit's own.
    .enablePositionalOptions()
    .option(
      "--filter <filter>",
      "only those it holds for, for example 'batch = 8 and (lr > 0.02 or status = failed)'; words alone are looked for in name, group, notes, tags and number",
    )
    .option("--dataset <name>", "only those of this dataset (name or id)")
    .option("--group <name>", "only those of this group")
    .addOption(
      new Option("--status <status>", "only those in this state")
        .choices(["queued", "running", "succeeded", "failed", "cancelled"])
        .argParser((text: string) => text.toLowerCase()),
    )
    .option("--archived", "only those that were put away")
    .option("--favourites", "only those you marked")
    .option("--limit <count>", "at most so many", wholeNumberBetween(1, 100_000), 1000)
    .option("--export <file>", "write all runs but archived ones, with every setting and metric, to this file")
    .addOption(new Option("--as <format>", "what --export writes").choices(["csv", "json", "parquet"]).default("csv"))
    .action(listRuns);
  registerRunsEdit(runs);
}

async function listRuns(options: RunsOptions): Promise<void> {
  const client = await connect();
  if (options.export !== undefined) {
    await downloadFile(client, `/files/runs?format=${options.as}`, options.export);
    if (options.json) return printJson({ file: options.export, format: options.as });
    return printNotice(`The runs were written to ${options.export}.`);
  }
  const filter = {
    datasetId: options.dataset === undefined ? null : (await findDataset(client, options.dataset)).id,
    status: options.status === undefined ? null : [options.status.toUpperCase()],
    ...filterOf(options.filter),
    group: options.group ?? null,
    archived: options.archived === true,
    favourite: options.favourites === true,
  };
  const runs = await readAllPages(
    (after) => client.request<{ runs: Page<RunNode> }>(RUNS, { ...filter, after }).then(({ runs }) => runs),
    options.limit,
  );
  if (options.json) return printJson(runs);
  printTable(
    ["RUN", "NAME", "GROUP", "STATUS", "STEP", "OF", "BEST AP", "DATASET", "ID"],
    runs.map((run) => [
      `#${run.number}`,
      run.name,
      run.group,
      run.status.toLowerCase(),
      run.step,
      run.totalSteps,
      run.bestValue,
      run.dataset?.name,
      run.id,
    ]),
  );
}

/** Words alone are something to search for; all else is a filter, and the server says what is wrong with it. */
function filterOf(text: string | undefined): { search: string | null; filter: string | null } {
  if (text === undefined) return { search: null, filter: null };
  return isPlainText(text) ? { search: text, filter: null } : { search: null, filter: text };
}

import type { Command } from "commander";
import { addCommand, type CommonOptions } from "../input/addCommand.ts";
import { printJson } from "../output/printJson.ts";
import { printTable } from "../output/printTable.ts";
import { connect } from "../server/connect.ts";
import { findDataset } from "../server/findDataset.ts";
import { graphql } from "../server/graphql.ts";
import { type Page, readAllPages } from "../server/readAllPages.ts";

const SWEEPS = graphql`query Sweeps($after: String, $datasetId: ID, $search: String) {
  sweeps(first: 100, after: $after, datasetId: $datasetId, search: $search) {
    edges { node {
      id number name method status metric goal bestValue bestRun { id number name } createdAt url dataset { id name }
      counts { runs queued running succeeded stoppedEarly failed cancelled points pointsDone }
    } }
    pageInfo { hasNextPage endCursor }
  }
}`;

interface SweepNode {
  number: number;
  name: string;
  method: string;
  status: string;
  metric: string;
  bestValue: number | null;
  bestRun: { number: number } | null;
  dataset: { name: string };
  counts: { runs: number; queued: number; running: number };
}

interface SweepListOptions extends CommonOptions {
  readonly filter?: string;
  readonly dataset?: string;
}

export function registerSweepList(sweep: Command): void {
  addCommand(sweep, "list", "list sweeps, newest first")
    .option("--filter <text>", "only those with the text in name or notes")
    .option("--dataset <name>", "only those of this dataset (name or id)")
    .action(listSweeps);
}

async function listSweeps(options: SweepListOptions): Promise<void> {
  const client = await connect();
  const datasetId = options.dataset === undefined ? null : (await findDataset(client, options.dataset)).id;
  const sweeps = await readAllPages((after) =>
    client
      .request<{ sweeps: Page<SweepNode> }>(SWEEPS, { after, datasetId, search: options.filter ?? null })
      .then((answer) => answer.sweeps),
  );
  if (options.json) return printJson(sweeps);
  printTable(
    ["SWEEP", "NAME", "METHOD", "STATUS", "RUNS", "ENDED", "METRIC", "BEST", "BEST RUN", "DATASET"],
    sweeps.map(({ number, name, method, status, counts, metric, bestValue, bestRun, dataset }) => [
      `#${number}`,
      name,
      method.toLowerCase(),
      status.toLowerCase(),
      counts.runs,
      counts.runs - counts.queued - counts.running,
      metric,
      bestValue,
      bestRun && `#${bestRun.number}`,
      dataset.name,
    ]),
  );
}

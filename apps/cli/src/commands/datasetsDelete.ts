import type { Command } from "commander";
import { usageError } from "../errors/CliError.ts";
import { addCommand, type CommonOptions } from "../input/addCommand.ts";
import { printJson } from "../output/printJson.ts";
import { printLine } from "../output/printLine.ts";
import { connect } from "../server/connect.ts";
import { dataOf, ERROR_FIELDS, type MutationResult } from "../server/dataOf.ts";
import { findDataset } from "../server/findDataset.ts";
import { graphql } from "../server/graphql.ts";

const DELETE = graphql`mutation DeleteDataset($input: DeleteDatasetInput!) {
  deleteDataset(input: $input) { ${ERROR_FIELDS} ... on DeleteDatasetSuccess { data { id bytesFreed } } }
}`;

interface Deletion {
  readonly id: string;
  readonly bytesFreed: number;
}

export function registerDatasetsDelete(datasets: Command): void {
  addCommand(datasets, "delete <dataset>", "delete a dataset with its images, annotations, snapshots and runs")
    .option("--yes", "really do it; it cannot be undone")
    .action(remove);
}

async function remove(reference: string, { yes, json }: CommonOptions & { readonly yes?: true }): Promise<void> {
  const client = await connect();
  const { id, name } = await findDataset(client, reference);
  if (!yes) {
    throw usageError(
      `This deletes ${JSON.stringify(name)} with its images, annotations, snapshots and runs, and cannot be undone. Say --yes to do it.`,
    );
  }
  const result = await client.request<{ deleteDataset: MutationResult<Deletion> }>(DELETE, { input: { id } });
  const { bytesFreed } = dataOf(result.deleteDataset);
  if (json) return printJson({ id, name, bytesFreed });
  printLine(
    `The dataset ${JSON.stringify(name)} was deleted, which freed ${bytesFreed} bytes of files that nothing else uses.`,
  );
}

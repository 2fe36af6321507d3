import type { Command } from "commander";
import { addCommand, type CommonOptions } from "../input/addCommand.ts";
import { printJson } from "../output/printJson.ts";
import { printLine } from "../output/printLine.ts";
import { connect } from "../server/connect.ts";
import { dataOf, ERROR_FIELDS, type MutationResult } from "../server/dataOf.ts";
import { findDataset } from "../server/findDataset.ts";
import { findSplit } from "../server/findSplit.ts";
import { graphql } from "../server/graphql.ts";

const DELETE = graphql`mutation DeleteSplit($input: DeleteSplitInput!) {
  deleteSplit(input: $input) { ${ERROR_FIELDS} ... on DeleteSplitSuccess { data } }
}`;

export function registerSplitDelete(split: Command): void {
  addCommand(split, "delete <dataset> <split>", "take a split away; snapshots and runs keep their subsets").action(
    remove,
  );
}

async function remove(reference: string, splitReference: string, options: CommonOptions): Promise<void> {
  const client = await connect();
  const { id, name } = await findSplit(client, await findDataset(client, reference), splitReference);
  dataOf((await client.request<{ deleteSplit: MutationResult<string> }>(DELETE, { input: { id } })).deleteSplit);
  if (options.json) return printJson({ id, name });
  printLine(`The split "${name}" was deleted.`);
}

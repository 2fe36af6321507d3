import type { Command } from "commander";
import { addCommand, type CommonOptions } from "../input/addCommand.ts";
import { printJson } from "../output/printJson.ts";
import { printLine } from "../output/printLine.ts";
import { connect } from "../server/connect.ts";
import { dataOf, ERROR_FIELDS, type MutationResult } from "../server/dataOf.ts";
import { findDataset } from "../server/findDataset.ts";
import { findSplit } from "../server/findSplit.ts";
import { graphql } from "../server/graphql.ts";
import { registerSnapshotDiff } from "./snapshotDiff.ts";
import { registerSnapshotList } from "./snapshotList.ts";

const CREATE = graphql`mutation CreateSnapshot($input: CreateSnapshotInput!) {
  createSnapshot(input: $input) {
    ${ERROR_FIELDS}
    ... on CreateSnapshotSuccess { data { id hash imageCount annotationCount createdAt } }
  }
}`;

interface CreatedSnapshot {
  id: string;
  hash: string;
  imageCount: number;
  annotationCount: number;
}

export function registerSnapshot(program: Command): void {
  const snapshot = addCommand(
    program,
    "snapshot <dataset>",
    "freeze a dataset's images and annotations as they are now",
  )
    .option("--split <name>", "with the subsets of this split (name or id)")
    .enablePositionalOptions()
    .action(createSnapshot);
  registerSnapshotDiff(snapshot);
  registerSnapshotList(snapshot);
}

async function createSnapshot(reference: string, options: CommonOptions & { split?: string }): Promise<void> {
  const client = await connect();
  const dataset = await findDataset(client, reference);
  const splitId = options.split === undefined ? null : (await findSplit(client, dataset, options.split)).id;
  const input = { datasetId: dataset.id, splitId };
  const result = await client.request<{ createSnapshot: MutationResult<CreatedSnapshot> }>(CREATE, { input });
  const snapshot = dataOf(result.createSnapshot);
  if (options.json) return printJson(snapshot);
  printLine(`${snapshot.hash}  ${snapshot.imageCount} images, ${snapshot.annotationCount} annotations`);
}

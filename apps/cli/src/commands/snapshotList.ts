import type { Command } from "commander";
import { addCommand, type CommonOptions } from "../input/addCommand.ts";
import { printJson } from "../output/printJson.ts";
import { printTable } from "../output/printTable.ts";
import { connect } from "../server/connect.ts";
import { findDataset } from "../server/findDataset.ts";
import { graphql } from "../server/graphql.ts";
import { type Page, readAllPages } from "../server/readAllPages.ts";

const SNAPSHOTS = graphql`query Snapshots($id: ID!, $after: String) {
  dataset(id: $id) { snapshots(first: 100, after: $after) {
    edges { node { id hash createdAt imageCount annotationCount split { name } } } pageInfo { hasNextPage endCursor }
  } }
}`;

interface SnapshotNode {
  id: string;
  hash: string;
  createdAt: string;
  imageCount: number;
  annotationCount: number;
  split: { name: string } | null;
}

export function registerSnapshotList(snapshot: Command): void {
  addCommand(snapshot, "list <dataset>", "a dataset's snapshots, newest first").action(listSnapshots);
}

async function listSnapshots(reference: string, options: CommonOptions): Promise<void> {
  const client = await connect();
  const { id } = await findDataset(client, reference);
  const snapshots = await readAllPages(async (after) => {
    const { dataset } = await client.request<{ dataset: { snapshots: Page<SnapshotNode> } | null }>(SNAPSHOTS, {
      id,
      after,
    });
    return dataset?.snapshots ?? { edges: [], pageInfo: { hasNextPage: false, endCursor: null } };
  });
  if (options.json) return printJson(snapshots.map(({ split, ...rest }) => ({ ...rest, split: split?.name ?? null })));
  printTable(
    ["HASH", "MADE", "IMAGES", "ANNOTATIONS", "SPLIT"],
    snapshots.map((one) => [
      one.hash.slice(0, 12),
      one.createdAt,
      one.imageCount,
      one.annotationCount,
      one.split?.name,
    ]),
  );
}

import type { Command } from "commander";
import { CliError } from "../errors/CliError.ts";
import { addCommand, type CommonOptions } from "../input/addCommand.ts";
import { printJson } from "../output/printJson.ts";
import { printLine } from "../output/printLine.ts";
import { printTable } from "../output/printTable.ts";
import { connect } from "../server/connect.ts";
import { findSnapshot } from "../server/findSnapshot.ts";
import type { GraphClient } from "../server/GraphClient.ts";
import { graphql } from "../server/graphql.ts";

const CHANGES_PER_PAGE = 500;
/** Images a terminal gets; `--json` has all. */
const CHANGES_SHOWN = 40;

const DIFF = graphql`query SnapshotDiff($fromId: ID!, $toId: ID!, $first: Int!, $offset: Int!) {
  snapshotDiff(fromId: $fromId, toId: $toId) {
    from { id hash } to { id hash }
    images { added removed changed }
    annotations { added removed changed geometryChanged categoryChanged }
    categoriesAdded categoriesRemoved categoriesRenamed { before after } changeCount
    changes(first: $first, offset: $offset) {
      kind fileName imageChanged subsetBefore subsetAfter annotations { added removed changed }
      annotationChanges { kind annotationId geometryChanged categoryBefore categoryAfter revisionBefore revisionAfter }
    }
  }
}`;

interface Counts {
  added: number;
  removed: number;
  changed: number;
}

interface ImageChange {
  kind: string;
  fileName: string;
  imageChanged: boolean;
  subsetBefore: string | null;
  subsetAfter: string | null;
  annotations: Counts;
  annotationChanges: object[];
}

interface Difference {
  from: { id: string; hash: string };
  to: { id: string; hash: string } | null;
  images: Counts;
  annotations: Counts & { geometryChanged: number; categoryChanged: number };
  categoriesAdded: string[];
  categoriesRemoved: string[];
  categoriesRenamed: { before: string; after: string }[];
  changeCount: number;
  changes: ImageChange[];
}

export function registerSnapshotDiff(snapshot: Command): void {
  addCommand(snapshot, "diff <from> <to>", "what became of the data between two snapshots (hash or id)").action(diff);
}

async function diff(from: string, to: string, options: CommonOptions): Promise<void> {
  const client = await connect();
  const fromId = (await findSnapshot(client, from)).id;
  const toId = (await findSnapshot(client, to)).id;
  const found = await readDifference(client, fromId, toId, options.json ? Number.POSITIVE_INFINITY : CHANGES_SHOWN);
  if (options.json) return printJson(found);
  const { images, annotations, categoriesAdded, categoriesRemoved, categoriesRenamed, changes, changeCount } = found;
  printLine(`Images: ${images.added} added, ${images.removed} removed, ${images.changed} changed.`);
  printLine(
    `Annotations: ${annotations.added} added, ${annotations.removed} removed, ${annotations.changed} changed ` +
      `(${annotations.geometryChanged} in shape, ${annotations.categoryChanged} in class).`,
  );
  if (categoriesAdded.length > 0) printLine(`Classes added: ${categoriesAdded.join(", ")}.`);
  if (categoriesRemoved.length > 0) printLine(`Classes removed: ${categoriesRemoved.join(", ")}.`);
  for (const { before, after } of categoriesRenamed) printLine(`The class ${before} is now called ${after}.`);
  if (changes.length === 0) return;
  printTable(
    ["IMAGE", "", "ADDED", "REMOVED", "CHANGED"],
    changes.map(({ fileName, kind, annotations: { added, removed, changed } }) => [
      fileName,
      kind.toLowerCase(),
      added,
      removed,
      changed,
    ]),
  );
  if (changeCount > changes.length) printLine(`and ${changeCount - changes.length} more images (--json lists all).`);
}

async function readDifference(client: GraphClient, fromId: string, toId: string, limit: number): Promise<Difference> {
  const changes: ImageChange[] = [];
  for (;;) {
    const first = Math.min(CHANGES_PER_PAGE, limit - changes.length);
    const variables = { fromId, toId, first, offset: changes.length };
    const { snapshotDiff } = await client.request<{ snapshotDiff: Difference | null }>(DIFF, variables);
    if (!snapshotDiff)
      throw new CliError("NOT_FOUND", "One of the snapshots no longer exists, or you do not have access to it.");
    changes.push(...snapshotDiff.changes);
    const isLast = snapshotDiff.changes.length === 0 || changes.length >= Math.min(limit, snapshotDiff.changeCount);
    if (isLast) return { ...snapshotDiff, changes };
  }
}

import type { Command } from "commander";
import { addCommand, type CommonOptions } from "../input/addCommand.ts";
import { printJson } from "../output/printJson.ts";
import { printLine } from "../output/printLine.ts";
import { printTable } from "../output/printTable.ts";
import { connect } from "../server/connect.ts";
import { dataOf, ERROR_FIELDS, type MutationResult } from "../server/dataOf.ts";
import { findDataset } from "../server/findDataset.ts";
import { findImageId } from "../server/findImage.ts";
import { graphql } from "../server/graphql.ts";

const HISTORY = graphql`query ImageHistory($id: ID!) {
  image(id: $id) { history(first: 500) {
    annotationId revision { revision change createdAt origin category { name } author { email } }
  } }
}`;

const RESTORE = graphql`mutation RestoreImage($input: RestoreImageInput!) {
  restoreImage(input: $input) { ${ERROR_FIELDS} ... on RestoreImageSuccess { data { restored deleted } } }
}`;

interface Edit {
  annotationId: string;
  revision: {
    revision: number;
    change: string;
    createdAt: string;
    origin: string;
    category: { name: string };
    author: { email: string } | null;
  };
}

export function registerHistory(program: Command): void {
  addCommand(program, "history <dataset> <image>", "what was done to an image's annotations, newest first").action(
    showHistory,
  );
  addCommand(program, "restore <dataset> <image>", "bring an image's annotations back to what they were at a time")
    .requiredOption("--at <time>", "ISO 8601, for example 2026-11-23T07:10:40Z")
    .action(restore);
}

async function showHistory(datasetReference: string, imageReference: string, options: CommonOptions): Promise<void> {
  const client = await connect();
  const id = await findImageId(client, await findDataset(client, datasetReference), imageReference);
  const { image } = await client.request<{ image: { history: Edit[] } | null }>(HISTORY, { id });
  const edits = (image?.history ?? []).map(({ annotationId, revision: { category, author, ...rest } }) => ({
    annotationId,
    ...rest,
    category: category.name,
    author: author?.email ?? null,
  }));
  if (options.json) return printJson(edits);
  printTable(
    ["TIME", "CHANGE", "CLASS", "REVISION", "BY"],
    edits.map((edit) => [
      edit.createdAt,
      edit.change.toLowerCase(),
      edit.category,
      edit.revision,
      edit.author ?? edit.origin.toLowerCase(),
    ]),
  );
}

async function restore(
  datasetReference: string,
  imageReference: string,
  options: CommonOptions & { at: string },
): Promise<void> {
  const client = await connect();
  const imageId = await findImageId(client, await findDataset(client, datasetReference), imageReference);
  const input = { imageId, at: options.at };
  const result = await client.request<{ restoreImage: MutationResult<{ restored: number; deleted: number }> }>(
    RESTORE,
    {
      input,
    },
  );
  const counts = dataOf(result.restoreImage);
  if (options.json) return printJson(counts);
  printLine(`${counts.restored} annotations restored, ${counts.deleted} deleted.`);
}

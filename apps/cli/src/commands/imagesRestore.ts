import type { Command } from "commander";
import { usageError } from "../errors/CliError.ts";
import { addCommand, type CommonOptions } from "../input/addCommand.ts";
import { printJson } from "../output/printJson.ts";
import { printLine } from "../output/printLine.ts";
import { connect } from "../server/connect.ts";
import { dataOf, ERROR_FIELDS, type MutationResult } from "../server/dataOf.ts";
import { findDataset } from "../server/findDataset.ts";
import { graphql } from "../server/graphql.ts";

const RESTORE = graphql`mutation RestoreDeletedImages($input: RestoreDeletedImagesInput!) {
  restoreDeletedImages(input: $input) { ${ERROR_FIELDS} ... on RestoreDeletedImagesSuccess { data { imageCount annotationCount } } }
}`;

interface Restored {
  readonly imageCount: number;
  readonly annotationCount: number;
}

export function registerImagesRestore(images: Command): void {
  addCommand(
    images,
    "restore <dataset> <time>",
    "bring back the images that were deleted at a time; maskyard images deleted lists the times",
  ).action(restore);
}

async function restore(reference: string, time: string, { json }: CommonOptions): Promise<void> {
  if (Number.isNaN(Date.parse(time))) {
    throw usageError(
      `${JSON.stringify(time)} is no time; copy one of those that maskyard images deleted lists, for example 2026-11-29T07:10:40.123Z.`,
    );
  }
  const client = await connect();
  const { id, name } = await findDataset(client, reference);
  const result = await client.request<{ restoreDeletedImages: MutationResult<Restored> }>(RESTORE, {
    input: { datasetId: id, deletedAt: new Date(time).toISOString() },
  });
  const { imageCount, annotationCount } = dataOf(result.restoreDeletedImages);
  if (json) return printJson({ images: imageCount, annotations: annotationCount });
  printLine(`${imageCount} images with ${annotationCount} annotations are back in "${name}".`);
}

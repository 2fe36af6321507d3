import type { Command } from "commander";
import { usageError } from "../errors/CliError.ts";
import { addCommand, type CommonOptions } from "../input/addCommand.ts";
import { printJson } from "../output/printJson.ts";
import { printLine } from "../output/printLine.ts";
import { connect } from "../server/connect.ts";
import { dataOf, ERROR_FIELDS, type MutationResult } from "../server/dataOf.ts";
import { findDataset } from "../server/findDataset.ts";
import { findImageId } from "../server/findImage.ts";
import { graphql } from "../server/graphql.ts";

const COUNT = graphql`query ImagesToDelete($id: ID!, $imageIds: [ID!]!) {
  dataset(id: $id) { imagesToDelete(imageIds: $imageIds) { imageCount annotationCount } }
}`;

const DELETE = graphql`mutation DeleteImages($input: DeleteImagesInput!) {
  deleteImages(input: $input) { ${ERROR_FIELDS} ... on DeleteImagesSuccess { data { deletedAt imageCount annotationCount } } }
}`;

interface Counts {
  readonly imageCount: number;
  readonly annotationCount: number;
}

export function registerImagesDelete(images: Command): void {
  addCommand(images, "delete <dataset> <images...>", "take images and their annotations out of a dataset")
    .option("--yes", "really do it; maskyard images restore undoes it")
    .action(remove);
}

async function remove(
  reference: string,
  names: string[],
  { yes, json }: CommonOptions & { readonly yes?: true },
): Promise<void> {
  const client = await connect();
  const dataset = await findDataset(client, reference);
  const imageIds: string[] = [];
  for (const name of names) imageIds.push(await findImageId(client, dataset, name));
  if (!yes) {
    const found = await client.request<{ dataset: { imagesToDelete: Counts } | null }>(COUNT, {
      id: dataset.id,
      imageIds,
    });
    const { imageCount, annotationCount } = found.dataset?.imagesToDelete ?? { imageCount: 0, annotationCount: 0 };
    throw usageError(
      `This deletes ${imageCount} images with ${annotationCount} annotations from "${dataset.name}"; maskyard images restore undoes it. Say --yes to do it.`,
    );
  }
  const result = await client.request<{ deleteImages: MutationResult<Counts & { readonly deletedAt: string }> }>(
    DELETE,
    { input: { datasetId: dataset.id, imageIds } },
  );
  const { deletedAt, imageCount, annotationCount } = dataOf(result.deleteImages);
  if (json) return printJson({ deletedAt, images: imageCount, annotations: annotationCount });
  printLine(`${imageCount} images with ${annotationCount} annotations are deleted from "${dataset.name}".`);
  printLine(`Undo it with: maskyard images restore ${JSON.stringify(reference)} ${deletedAt}`);
}

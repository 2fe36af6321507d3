import { type Command, Option } from "commander";
import { CliError, usageError } from "../errors/CliError.ts";
import { addCommand, type CommonOptions } from "../input/addCommand.ts";
import { fileNameGlobs } from "../input/fileNameGlobs.ts";
import { printJson } from "../output/printJson.ts";
import { printLine } from "../output/printLine.ts";
import { connect } from "../server/connect.ts";
import { dataOf, ERROR_FIELDS, type MutationResult } from "../server/dataOf.ts";
import { findDataset } from "../server/findDataset.ts";
import type { GraphClient } from "../server/GraphClient.ts";
import { graphql } from "../server/graphql.ts";
import { type Page, readAllPages } from "../server/readAllPages.ts";

/** The server's own limit for one change. */
const IMAGES_AT_ONCE = 10_000;

const IMAGES = graphql`query ImageNames($id: ID!, $filter: ImageFilter, $after: String) {
  dataset(id: $id) { images(first: 500, after: $after, filter: $filter) {
    edges { node { id fileName } } pageInfo { hasNextPage endCursor }
  } }
}`;

const TAG = graphql`mutation TagImages($input: TagImagesInput!) {
  tagImages(input: $input) { ${ERROR_FIELDS} ... on TagImagesSuccess { data { imageCount changedCount } } }
}`;

interface ImageName {
  readonly id: string;
  readonly fileName: string;
}

interface Tagged {
  readonly imageCount: number;
  readonly changedCount: number;
}

interface TaggingOptions extends CommonOptions {
  readonly images?: readonly string[];
  readonly tagged?: readonly string[];
  readonly unannotated?: true;
  readonly all?: true;
}

export function registerTagging(tags: Command): void {
  for (const verb of ["add", "remove"] as const) {
    const what = verb === "add" ? "give images of a dataset tags" : "take tags from images of a dataset";
    addCommand(tags, `${verb} <dataset> <tags...>`, what)
      .option("--images <patterns...>", "those whose names fit: * is any text; put the patterns in quotes")
      .option("--tagged <tags...>", "those that have all of these tags")
      .option("--unannotated", "those without annotations")
      .addOption(new Option("--all", "every image").conflicts(["images", "tagged", "unannotated"]))
      .action((dataset: string, names: string[], options: TaggingOptions) =>
        tag(dataset, verb === "add" ? { add: names } : { remove: names }, options),
      );
  }
}

type Change = { readonly add: readonly string[] } | { readonly remove: readonly string[] };

async function tag(reference: string, change: Change, options: TaggingOptions): Promise<void> {
  const { images, tagged, unannotated, all } = options;
  if (images === undefined && tagged === undefined && !unannotated && !all) {
    throw usageError("Say which images: --images PATTERN, --tagged TAG, --unannotated or --all.");
  }
  const client = await connect();
  const dataset = await findDataset(client, reference);
  const filter = { ...(tagged ? { tags: tagged } : {}), ...(unannotated ? { unannotated } : {}) };
  const done =
    images === undefined
      ? await send(client, { datasetId: dataset.id, filter, ...change })
      : await tagByName(client, dataset, { images, filter, change });
  if (options.json) return printJson({ images: done.imageCount, changed: done.changedCount });
  printLine(`${done.imageCount} images of "${dataset.name}", of which the tags of ${done.changedCount} changed.`);
}

async function tagByName(
  client: GraphClient,
  dataset: { readonly id: string; readonly name: string },
  { images: patterns, filter, change }: { images: readonly string[]; filter: object; change: Change },
): Promise<Tagged> {
  const fits = fileNameGlobs(patterns);
  const images = await readAllPages(async (after) => {
    const found = await client.request<{ dataset: { images: Page<ImageName> } | null }>(IMAGES, {
      id: dataset.id,
      filter,
      after,
    });
    return found.dataset?.images ?? { edges: [], pageInfo: { hasNextPage: false, endCursor: null } };
  });
  const imageIds = images.filter(({ fileName }) => fits(fileName)).map(({ id }) => id);
  if (imageIds.length === 0) {
    throw new CliError("NOT_FOUND", `No image of "${dataset.name}" matches ${patterns.join(" or ")}.`);
  }
  let done: Tagged = { imageCount: 0, changedCount: 0 };
  for (let at = 0; at < imageIds.length; at += IMAGES_AT_ONCE) {
    const part = await send(client, {
      datasetId: dataset.id,
      imageIds: imageIds.slice(at, at + IMAGES_AT_ONCE),
      ...change,
    });
    done = {
      imageCount: done.imageCount + part.imageCount,
      changedCount: done.changedCount + part.changedCount,
    };
  }
  return done;
}

async function send(client: GraphClient, input: object): Promise<Tagged> {
  return dataOf((await client.request<{ tagImages: MutationResult<Tagged> }>(TAG, { input })).tagImages);
}

import type { Command } from "commander";
import { addCommand, type CommonOptions } from "../input/addCommand.ts";
import { printJson } from "../output/printJson.ts";
import { printLine } from "../output/printLine.ts";
import { printTable } from "../output/printTable.ts";
import { connect } from "../server/connect.ts";
import { findDataset } from "../server/findDataset.ts";
import { graphql } from "../server/graphql.ts";
import { registerImagesDelete } from "./imagesDelete.ts";
import { registerImagesRestore } from "./imagesRestore.ts";

/** As many as the server lists at once. */
const DELETIONS_AT_ONCE = 100;

const DELETIONS = graphql`query ImageDeletions($id: ID!, $first: Int!, $before: DateTime) {
  dataset(id: $id) { imageDeletions(first: $first, before: $before) {
    deletedAt imageCount annotationCount deletedBy { name } images(first: 3) { fileName }
  } }
}`;

interface Deletion {
  readonly deletedAt: string;
  readonly imageCount: number;
  readonly annotationCount: number;
  readonly deletedBy: { readonly name: string } | null;
  readonly images: readonly { readonly fileName: string }[];
}

export function registerImages(program: Command): void {
  const images = program.command("images").description("delete images of a dataset, and bring deleted ones back");
  registerImagesDelete(images);
  registerImagesRestore(images);
  addCommand(images, "deleted <dataset>", "what was deleted of a dataset's images, the newest first").action(list);
}

async function list(reference: string, options: CommonOptions): Promise<void> {
  const client = await connect();
  const { id, name } = await findDataset(client, reference);
  const deletions: Deletion[] = [];
  for (let before: string | null = null; ; ) {
    const variables: Record<string, unknown> = { id, first: DELETIONS_AT_ONCE, before };
    const { dataset } = await client.request<{ dataset: { imageDeletions: Deletion[] } | null }>(DELETIONS, variables);
    const page = dataset?.imageDeletions ?? [];
    deletions.push(...page);
    if (page.length < DELETIONS_AT_ONCE) break;
    before = page.at(-1)?.deletedAt ?? null;
  }
  if (options.json) {
    return printJson(
      deletions.map(({ deletedAt, imageCount, annotationCount, deletedBy }) => ({
        deletedAt,
        images: imageCount,
        annotations: annotationCount,
        by: deletedBy?.name ?? null,
      })),
    );
  }
  if (deletions.length === 0) return printLine(`No image of "${name}" is deleted.`);
  printTable(
    ["DELETED", "IMAGES", "ANNOTATIONS", "BY", "AMONG THEM"],
    deletions.map(({ deletedAt, imageCount, annotationCount, deletedBy, images }) => [
      deletedAt,
      imageCount,
      annotationCount,
      deletedBy?.name ?? "",
      images.map(({ fileName }) => fileName).join(", "),
    ]),
  );
}

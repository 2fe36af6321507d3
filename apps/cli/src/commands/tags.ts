import type { Command } from "commander";
import { addCommand, type CommonOptions } from "../input/addCommand.ts";
import { printJson } from "../output/printJson.ts";
import { printLine } from "../output/printLine.ts";
import { printTable } from "../output/printTable.ts";
import { connect } from "../server/connect.ts";
import { findDataset } from "../server/findDataset.ts";
import { graphql } from "../server/graphql.ts";
import { registerTagging } from "./tagging.ts";

const TAGS = graphql`query Tags($id: ID!) { dataset(id: $id) { tags { name imageCount } } }`;

interface Tag {
  readonly name: string;
  readonly imageCount: number;
}

export function registerTags(program: Command): void {
  const tags = addCommand(program, "tags <dataset>", "the tags of a dataset's images; add and remove change them")
    // Options after "add" are add's own.
    .enablePositionalOptions()
    .action(listTags);
  registerTagging(tags);
}

async function listTags(reference: string, options: CommonOptions): Promise<void> {
  const client = await connect();
  const { id, name } = await findDataset(client, reference);
  const { dataset } = await client.request<{ dataset: { tags: Tag[] } | null }>(TAGS, { id });
  const tags = dataset?.tags ?? [];
  if (options.json) return printJson(tags.map((tag) => ({ name: tag.name, images: tag.imageCount })));
  if (tags.length === 0) return printLine(`No image of "${name}" has a tag. Add tags with maskyard tags add.`);
  printTable(
    ["TAG", "IMAGES"],
    tags.map((tag) => [tag.name, tag.imageCount]),
  );
}

import type { Command } from "commander";
import { usageError } from "../errors/CliError.ts";
import { addCommand, type CommonOptions } from "../input/addCommand.ts";
import { printJson } from "../output/printJson.ts";
import { printLine } from "../output/printLine.ts";
import { connect } from "../server/connect.ts";
import { dataOf, ERROR_FIELDS, type MutationResult } from "../server/dataOf.ts";
import { findDataset } from "../server/findDataset.ts";
import { graphql } from "../server/graphql.ts";

const SET = graphql`mutation SetCaptureGroups($input: SetCaptureGroupsInput!) {
  setCaptureGroups(input: $input) { ${ERROR_FIELDS} ... on SetCaptureGroupsSuccess { data { groups images } } }
}`;

export function registerCaptureGroups(program: Command): void {
  addCommand(program, "capture-groups <dataset>", "say which images were taken together and must not part")
    .option("--file-name <pattern>", "{group} stands for the group's name and * for any text: {group}_scaled_*")
    .option("--clear", "take all groups away")
    .action(setCaptureGroups);
}

async function setCaptureGroups(
  reference: string,
  options: CommonOptions & { fileName?: string; clear?: true },
): Promise<void> {
  if ((options.fileName === undefined) === (options.clear === undefined)) {
    throw usageError("Give either --file-name PATTERN or --clear.");
  }
  const client = await connect();
  const dataset = await findDataset(client, reference);
  const input = { datasetId: dataset.id, fileNamePattern: options.fileName ?? null };
  const result = await client.request<{ setCaptureGroups: MutationResult<{ groups: number; images: number }> }>(SET, {
    input,
  });
  const made = dataOf(result.setCaptureGroups);
  if (options.json) return printJson(made);
  printLine(`"${dataset.name}" has ${made.groups} capture groups with ${made.images} images.`);
}

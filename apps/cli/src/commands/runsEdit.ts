import { type Command, Option } from "commander";
import { usageError } from "../errors/CliError.ts";
import { addCommand, type CommonOptions } from "../input/addCommand.ts";
import { readStandardInput } from "../input/readStandardInput.ts";
import { printJson } from "../output/printJson.ts";
import { printLine } from "../output/printLine.ts";
import { connect } from "../server/connect.ts";
import { dataOf, ERROR_FIELDS, type MutationResult } from "../server/dataOf.ts";
import { findRunId } from "../server/findRun.ts";
import { graphql } from "../server/graphql.ts";

const EDIT = graphql`mutation EditRuns($input: UpdateRunsInput!) {
  updateRuns(input: $input) {
    ${ERROR_FIELDS}
    ... on UpdateRunsSuccess { data { id number name group notes tags priority archived favourite } }
  }
}`;

interface EditedRun {
  readonly number: number;
}

interface EditOptions extends CommonOptions {
  readonly name?: string;
  readonly group?: string;
  readonly notes?: string;
  readonly tag?: readonly string[];
  readonly untag?: readonly string[];
  readonly archive?: true;
  readonly restore?: true;
  readonly favourite?: true;
  readonly unfavourite?: true;
}

export function registerRunsEdit(runs: Command): void {
  addCommand(runs, "edit <runs...>", "change what is said of runs: all of those named, or none")
    .option("--name <name>", "a new name")
    .option("--group <name>", 'the group they belong to; "" for none')
    .option("--notes <text>", "notes in place of those there are; - reads them from standard input")
    .option("--tag <tags...>", "give them these tags")
    .option("--untag <tags...>", "take these tags from them")
    .option("--archive", "put them away; their points and checkpoints stay")
    .addOption(new Option("--restore", "take them out of the archive").conflicts("archive"))
    .option("--favourite", "mark them, for you alone")
    .addOption(new Option("--unfavourite", "take the mark away").conflicts("favourite"))
    .action(editRuns);
}

async function editRuns(references: readonly string[], options: EditOptions): Promise<void> {
  const changes = await changesOf(options);
  if (Object.keys(changes).length === 0) {
    throw usageError("Say what to change: --name, --group, --notes, --tag, --untag, --archive or --favourite.");
  }
  const client = await connect();
  const ids: string[] = [];
  for (const reference of references) ids.push(await findRunId(client, reference));
  const result = await client.request<{ updateRuns: MutationResult<EditedRun[]> }>(EDIT, {
    input: { ids, ...changes },
  });
  const edited = dataOf(result.updateRuns);
  if (options.json) return printJson(edited);
  printLine(`Changed: ${edited.map(({ number }) => `#${number}`).join(", ")}.`);
}

async function changesOf(options: EditOptions): Promise<object> {
  const { name, group, notes, tag, untag } = options;
  return {
    ...(name === undefined ? {} : { name }),
    ...(group === undefined ? {} : { group }),
    ...(notes === undefined ? {} : { notes: notes === "-" ? await readStandardInput() : notes }),
    ...(tag === undefined ? {} : { addTags: tag }),
    ...(untag === undefined ? {} : { removeTags: untag }),
    ...(options.archive || options.restore ? { archived: options.archive === true } : {}),
    ...(options.favourite || options.unfavourite ? { favourite: options.favourite === true } : {}),
  };
}

import { type Command, Option } from "commander";
import { usageError } from "../errors/CliError.ts";
import { addCommand, type CommonOptions } from "../input/addCommand.ts";
import { readStandardInput } from "../input/readStandardInput.ts";
import { printJson } from "../output/printJson.ts";
import { printLine } from "../output/printLine.ts";
import { connect } from "../server/connect.ts";
import { dataOf, ERROR_FIELDS, type MutationResult } from "../server/dataOf.ts";
import { findModelVersion } from "../server/findModelVersion.ts";
import type { GraphClient } from "../server/GraphClient.ts";
import { graphql } from "../server/graphql.ts";

const EDIT = graphql`mutation EditModelVersion($input: UpdateModelVersionInput!) {
  updateModelVersion(input: $input) {
    ${ERROR_FIELDS}
    ... on UpdateModelVersionSuccess { data { id number notes tags archived model { id name } } }
  }
}`;
const DELETE = graphql`mutation DeleteModelVersion($input: DeleteModelVersionInput!) {
  deleteModelVersion(input: $input) { ${ERROR_FIELDS} ... on DeleteModelVersionSuccess { data } }
}`;

interface EditOptions extends CommonOptions {
  readonly notes?: string;
  readonly tag?: readonly string[];
  readonly untag?: readonly string[];
  readonly archive?: true;
  readonly restore?: true;
}

/** What is done with one version; the model's own commands stand in models.ts. */
export function registerModelVersions(models: Command): void {
  addCommand(models, "edit <version>", "change what is said of a version: NAME@3 or NAME@production")
    .option("--notes <text>", "notes in place of those there are; - reads them from standard input")
    .option("--tag <tags...>", "give it these tags")
    .option("--untag <tags...>", "take these tags from it")
    .option("--archive", "put it away; refused while an alias points at it")
    .addOption(new Option("--restore", "take it out of the archive").conflicts("archive"))
    .action(edit);
  addCommand(
    models,
    "delete <version>",
    "delete a version (NAME@3), for owners; refused while an alias points at it, and its number is not given again",
  ).action(remove);
}

async function edit(reference: string, options: EditOptions): Promise<void> {
  const { notes, tag, untag } = options;
  const changes = {
    ...(notes === undefined ? {} : { notes: notes === "-" ? await readStandardInput() : notes }),
    ...(tag === undefined ? {} : { addTags: tag }),
    ...(untag === undefined ? {} : { removeTags: untag }),
    ...(options.archive || options.restore ? { archived: options.archive === true } : {}),
  };
  if (Object.keys(changes).length === 0) {
    throw usageError("Say what to change: --notes, --tag, --untag, --archive or --restore.");
  }
  const client = await connect();
  const { model, version } = await findNamed(client, reference);
  const { updateModelVersion } = await client.request<{ updateModelVersion: MutationResult<object> }>(EDIT, {
    input: { id: version.id, ...changes },
  });
  const edited = dataOf(updateModelVersion);
  if (options.json) return printJson(edited);
  printLine(`Changed: version ${version.number} of "${model.name}".`);
}

async function remove(reference: string, options: CommonOptions): Promise<void> {
  const client = await connect();
  const { model, version } = await findNamed(client, reference);
  const { deleteModelVersion } = await client.request<{ deleteModelVersion: MutationResult<string> }>(DELETE, {
    input: { id: version.id },
  });
  dataOf(deleteModelVersion);
  if (options.json) return printJson({ id: version.id, model: model.name, version: version.number });
  printLine(`Version ${version.number} of "${model.name}" was deleted.`);
}

/** Which version is changed has to be said: "the newest" may be another by then. */
async function findNamed(client: GraphClient, reference: string) {
  if (!/@[^@]+$/.test(reference)) {
    throw usageError(`Say which version: ${reference}@3, or ${reference}@ALIAS.`);
  }
  return findModelVersion(client, reference);
}

import { type Command, Option } from "commander";
import { usageError } from "../errors/CliError.ts";
import { addCommand, type CommonOptions } from "../input/addCommand.ts";
import { wholeNumberBetween } from "../input/parseNumber.ts";
import { collectValues } from "../input/queueOptions.ts";
import { downloadFile } from "../output/downloadFile.ts";
import { printJson } from "../output/printJson.ts";
import { printLine, printNotice } from "../output/printLine.ts";
import { connect } from "../server/connect.ts";
import { dataOf, ERROR_FIELDS, type MutationResult } from "../server/dataOf.ts";
import { findCheckpointId } from "../server/findCheckpoint.ts";
import { findModel, findModelVersion } from "../server/findModelVersion.ts";
import { findRunId } from "../server/findRun.ts";
import type { GraphClient } from "../server/GraphClient.ts";
import { graphql } from "../server/graphql.ts";
import { listModels, showModel } from "./modelsShown.ts";
import { registerModelVersions } from "./modelVersions.ts";

const REGISTER = graphql`mutation RegisterModelVersion($input: RegisterModelVersionInput!) {
  registerModelVersion(input: $input) {
    ${ERROR_FIELDS}
    ... on RegisterModelVersionSuccess { data { id number aliases notes tags sha256 bytes model { id name url } } }
  }
}`;
const MOVE = graphql`mutation MoveModelAlias($input: MoveModelAliasInput!) {
  moveModelAlias(input: $input) {
    ${ERROR_FIELDS}
    ... on MoveModelAliasSuccess { data { id name aliases { name version { number } } } }
  }
}`;

interface RegisterOptions extends CommonOptions {
  readonly step?: number;
  readonly artifact?: string;
  readonly alias: readonly string[];
  readonly tag: readonly string[];
  readonly notes?: string;
}

interface AliasOptions extends CommonOptions {
  readonly remove?: true;
  readonly expect?: number;
}

const anyStep = wholeNumberBetween(0, 2 ** 31 - 1);

export function registerModels(program: Command): void {
  const models = program.command("models").description("registered models: named versions with aliases");
  addCommand(models, "list", "list the registered models")
    .option("--archived", "the archived ones instead")
    .action(listModels);
  addCommand(
    models,
    "show <model>",
    "list a model's versions with what they were trained on, and its aliases' moves",
  ).action(showModel);
  addCommand(
    models,
    "register <model> <run>",
    "make a run's checkpoint the next version (the best, or the newest when none was evaluated), or artifacts of it",
  )
    .option("--step <number>", "the checkpoint of this step", anyStep)
    .addOption(
      new Option("--artifact <path>", "a file or folder that the run's program logged, instead").conflicts("step"),
    )
    .option("--alias <alias>", "point this alias at the new version; may be repeated", collectValues, [])
    .option("--tag <tag>", "tag the version; may be repeated", collectValues, [])
    .option("--notes <text>", "say something of it")
    .action(register);
  addCommand(models, "alias <model> <alias> [version]", "point an alias at a version, or with --remove at none")
    .option("--remove", "remove the alias")
    .option("--expect <number>", "only if it points at this version now (0: at none)", anyStep)
    .action(moveAlias);
  addCommand(
    models,
    "download <model> <file>",
    "write the weights (or files, as a zip) of NAME@ALIAS, NAME@NUMBER or the newest version to a file",
  ).action(download);
  registerModelVersions(models);
}

async function register(name: string, run: string, options: RegisterOptions): Promise<void> {
  const client = await connect();
  const input = {
    ...(await findSource(client, run, options)),
    name,
    aliases: options.alias,
    tags: options.tag,
    notes: options.notes ?? null,
  };
  const { registerModelVersion } = await client.request<{
    registerModelVersion: MutationResult<{ number: number; model: { name: string; url: string } }>;
  }>(REGISTER, { input });
  const version = dataOf(registerModelVersion);
  if (options.json) return printJson(version);
  const url = new URL(version.model.url, `${client.url}/`).href;
  printLine(`Version ${version.number} of "${version.model.name}": ${url}`);
}

/** What the version is to be made of, as registerModelVersion's input takes it. */
async function findSource(client: GraphClient, run: string, { step, artifact }: RegisterOptions): Promise<object> {
  const [, checkpointId] = /^checkpoint:(.+)$/.exec(run) ?? [];
  if (artifact === undefined) return { checkpointId: checkpointId ?? (await findCheckpointId(client, run, step)) };
  if (checkpointId !== undefined) throw usageError("--artifact is of a run, not of a checkpoint.");
  return { runId: await findRunId(client, run), artifactPath: artifact };
}

async function moveAlias(
  name: string,
  alias: string,
  versionText: string | undefined,
  options: AliasOptions,
): Promise<void> {
  if ((versionText === undefined) !== (options.remove === true)) {
    throw usageError("Give the version to point the alias at, or --remove.");
  }
  const client = await connect();
  const model = await findModel(client, name);
  const version =
    versionText === undefined ? null : (await findModelVersion(client, `${model.id}@${versionText}`)).version.number;
  const input = { modelId: model.id, alias, version, expectedVersion: options.expect ?? null };
  const { moveModelAlias } = await client.request<{
    moveModelAlias: MutationResult<{ aliases: { name: string; version: { number: number } }[] }>;
  }>(MOVE, { input });
  const moved = dataOf(moveModelAlias);
  if (options.json) return printJson(moved);
  printLine(
    version === null
      ? `Removed the alias "${alias}" of "${model.name}".`
      : `"${alias}" of "${model.name}" points at version ${version}.`,
  );
}

async function download(reference: string, file: string, options: CommonOptions): Promise<void> {
  const client = await connect();
  const { model, version } = await findModelVersion(client, reference);
  await downloadFile(client, version.url, file);
  const { number, sha256, bytes } = version;
  if (options.json) return printJson({ model: model.name, version: number, sha256, bytes, file });
  printNotice(`Version ${number} of "${model.name}" written to ${file}.`);
}

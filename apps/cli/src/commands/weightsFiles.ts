import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import type { Command } from "commander";
import { addCommand, type CommonOptions } from "../input/addCommand.ts";
import { printJson } from "../output/printJson.ts";
import { printLine } from "../output/printLine.ts";
import { printTable } from "../output/printTable.ts";
import { startProgressBar } from "../output/progressBar.ts";
import { connect } from "../server/connect.ts";
import { dataOf, ERROR_FIELDS, type MutationResult } from "../server/dataOf.ts";
import { findWeightsFileId } from "../server/findInitialWeights.ts";
import { graphql } from "../server/graphql.ts";
import { sendBytes } from "../upload/sendBytes.ts";

const LIST = graphql`query WeightsFiles { weightsFiles { id name bytes trainerPath createdAt } }`;
const REGISTER = graphql`mutation RegisterWeightsFile($input: RegisterWeightsFileInput!) {
  registerWeightsFile(input: $input) { ${ERROR_FIELDS} ... on RegisterWeightsFileSuccess { data { id name trainerPath } } }
}`;
const DELETE = graphql`mutation DeleteWeightsFile($input: DeleteWeightsFileInput!) {
  deleteWeightsFile(input: $input) { ${ERROR_FIELDS} ... on DeleteWeightsFileSuccess { data } }
}`;

interface WeightsFileNode {
  readonly id: string;
  readonly name: string;
  readonly bytes: number | null;
  readonly trainerPath: string | null;
  readonly createdAt: string;
}

type NamedOptions = CommonOptions & { readonly name?: string };

/** What a server keeps for runs to start from. */
export function registerWeightsFiles(weights: Command): void {
  addCommand(weights, "list", "list the weights that runs can start from").action(list);
  addCommand(weights, "upload <file>", "bring a weights file to the server, for runs to start from")
    .option("--name <name>", "what to call it; the file's name when absent")
    .action(upload);
  addCommand(weights, "register <path>", "name a file in the trainers' folder of weights (MASKYARD_WEIGHTS)")
    .option("--name <name>", "what to call it; the file's name when absent")
    .action(register);
  addCommand(weights, "delete <name>", "delete weights (name or id)").action(remove);
}

async function list(options: CommonOptions): Promise<void> {
  const client = await connect();
  const { weightsFiles } = await client.request<{ weightsFiles: WeightsFileNode[] }>(LIST);
  if (options.json) return printJson(weightsFiles);
  printTable(
    ["NAME", "BYTES", "PATH ON THE TRAINERS", "ID"],
    weightsFiles.map(({ name, bytes, trainerPath, id }) => [name, bytes ?? "", trainerPath ?? "", id]),
  );
}

async function upload(file: string, options: NamedOptions): Promise<void> {
  const client = await connect();
  // What is no weights file is told before hundreds of MiB are sent.
  const { readWeightsFile } = await import("../weights/readWeightsFile.ts");
  const { format, arrays } = await readWeightsFile(file);
  const name = options.name ?? basename(file);
  const { size } = await stat(file);
  const { weightsFileId } = await sendBytes<{ weightsFileId: string }>(client, {
    path: `/files/weights?${new URLSearchParams({ name })}`,
    contentType: "application/octet-stream",
    bytes: createReadStream(file),
    expectedBytes: size,
    progress: startProgressBar("Upload", { json: options.json ?? false }),
  });
  if (options.json) return printJson({ id: weightsFileId, name, format, tensors: arrays.size, bytes: size });
  printLine(`"${name}" (${format}, ${arrays.size} tensors) is ready to use: --initial-weights ${JSON.stringify(name)}`);
}

async function register(trainerPath: string, options: NamedOptions): Promise<void> {
  const client = await connect();
  const input = { name: options.name ?? basename(trainerPath), trainerPath };
  const { registerWeightsFile } = await client.request<{
    registerWeightsFile: MutationResult<Pick<WeightsFileNode, "id" | "name" | "trainerPath">>;
  }>(REGISTER, { input });
  const file = dataOf(registerWeightsFile);
  if (options.json) return printJson(file);
  printLine(`"${file.name}" is ${file.trainerPath} in the trainers' weights folder.`);
}

async function remove(name: string, options: CommonOptions): Promise<void> {
  const client = await connect();
  const id = await findWeightsFileId(client, name, null);
  const { deleteWeightsFile } = await client.request<{ deleteWeightsFile: MutationResult<string> }>(DELETE, {
    input: { id },
  });
  dataOf(deleteWeightsFile);
  if (options.json) return printJson({ id });
  printLine(`Deleted ${JSON.stringify(name)}.`);
}

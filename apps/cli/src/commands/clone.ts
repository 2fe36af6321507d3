import type { Command } from "commander";
import { addCommand, type CommonOptions } from "../input/addCommand.ts";
import { parseAssignments } from "../input/parseAssignments.ts";
import { collectValues, type QueueOptions, queueInput, withQueueOptions } from "../input/queueOptions.ts";
import { printJson } from "../output/printJson.ts";
import { printLine } from "../output/printLine.ts";
import { connect } from "../server/connect.ts";
import { dataOf, ERROR_FIELDS, type MutationResult } from "../server/dataOf.ts";
import { findRunId } from "../server/findRun.ts";
import { graphql } from "../server/graphql.ts";

const CLONE = graphql`mutation CloneRun($input: CloneRunInput!) {
  cloneRun(input: $input) {
    ${ERROR_FIELDS}
    ... on CloneRunSuccess { data { id number name status url } }
  }
}`;

interface ClonedRun {
  number: number;
  name: string;
  status: string;
  url: string;
}

interface CloneOptions extends CommonOptions, QueueOptions {
  readonly name?: string;
  readonly group?: string;
  readonly set: readonly string[];
}

export function registerClone(program: Command): void {
  withQueueOptions(
    addCommand(program, "clone <run>", "queue a new run on the same data with the same settings")
      .option("--name <name>", "name of the new run")
      .option("--group <name>", "group of the new run; that of the run when absent")
      .option("--set <key=value>", "change one setting; may be repeated", collectValues, []),
  ).action(cloneRun);
}

async function cloneRun(reference: string, options: CloneOptions): Promise<void> {
  const configuration = parseAssignments(options.set);
  const client = await connect();
  const id = await findRunId(client, reference);
  const group = options.group === undefined ? {} : { group: options.group };
  const input = { id, name: options.name ?? null, ...group, configuration, ...queueInput(options) };
  const result = await client.request<{ cloneRun: MutationResult<ClonedRun> }>(CLONE, { input });
  const run = dataOf(result.cloneRun);
  const url = new URL(run.url, `${client.url}/`).href;
  if (options.json) return printJson({ run: { ...run, url } });
  printLine(`Run #${run.number} "${run.name}" is ${run.status.toLowerCase()}: ${url}`);
}

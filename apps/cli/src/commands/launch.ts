import type { Command } from "commander";
import { addCommand, type CommonOptions } from "../input/addCommand.ts";
import { printJson } from "../output/printJson.ts";
import { printLine } from "../output/printLine.ts";
import { connect } from "../server/connect.ts";
import { dataOf, ERROR_FIELDS, type MutationResult } from "../server/dataOf.ts";
import { graphql } from "../server/graphql.ts";
import { type LaunchOptions, launchInput, withLaunchOptions } from "./launchInput.ts";

const LAUNCH = graphql`mutation LaunchRun($input: LaunchRunInput!) {
  launchRun(input: $input) {
    ${ERROR_FIELDS}
    ... on LaunchRunSuccess { data { id number name status url initialWeightsName } }
  }
}`;

interface LaunchedRun {
  id: string;
  number: number;
  name: string;
  status: string;
  url: string;
  initialWeightsName: string | null;
}

export function registerLaunch(program: Command): void {
  withLaunchOptions(addCommand(program, "launch", "put a training run on a dataset into the queue")).action(launchRun);
}

async function launchRun(options: LaunchOptions & CommonOptions): Promise<void> {
  const client = await connect();
  const input = await launchInput(client, options);
  const result = await client.request<{ launchRun: MutationResult<LaunchedRun> }>(LAUNCH, { input });
  const run = dataOf(result.launchRun);
  const url = new URL(run.url, `${client.url}/`).href;
  if (options.json) return printJson({ run: { ...run, url } });
  printLine(`Run #${run.number} "${run.name}" is ${run.status.toLowerCase()}: ${url}`);
  if (run.initialWeightsName !== null) printLine(`It starts from the weights ${run.initialWeightsName}.`);
}

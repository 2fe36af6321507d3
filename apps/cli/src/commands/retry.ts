import type { Command } from "commander";
import { addCommand, type CommonOptions } from "../input/addCommand.ts";
import { printJson } from "../output/printJson.ts";
import { printLine } from "../output/printLine.ts";
import { connect } from "../server/connect.ts";
import { dataOf, ERROR_FIELDS, type MutationResult } from "../server/dataOf.ts";
import { findRunId } from "../server/findRun.ts";
import { graphql } from "../server/graphql.ts";

const RETRY = graphql`mutation RetryRun($input: RetryRunInput!) {
  retryRun(input: $input) {
    ${ERROR_FIELDS}
    ... on RetryRunSuccess { data { id number name status step totalSteps waitsFor } }
  }
}`;

interface RetriedRun {
  number: number;
  step: number;
  waitsFor: string | null;
}

export function registerRetry(program: Command): void {
  addCommand(program, "retry <run>", "let a failed or cancelled run go on from its newest checkpoint").action(retryRun);
}

async function retryRun(reference: string, options: CommonOptions): Promise<void> {
  const client = await connect();
  const id = await findRunId(client, reference);
  const result = await client.request<{ retryRun: MutationResult<RetriedRun> }>(RETRY, { input: { id } });
  const run = dataOf(result.retryRun);
  if (options.json) return printJson(run);
  printLine(`Run #${run.number} was queued again. ${run.waitsFor ?? ""}`.trim());
}

import type { Command } from "commander";
import { addCommand, type CommonOptions } from "../input/addCommand.ts";
import { printJson } from "../output/printJson.ts";
import { printLine } from "../output/printLine.ts";
import { connect } from "../server/connect.ts";
import { dataOf, ERROR_FIELDS, type MutationResult } from "../server/dataOf.ts";
import { findRunId } from "../server/findRun.ts";
import { graphql } from "../server/graphql.ts";

const CANCEL = graphql`mutation CancelRun($input: CancelRunInput!) {
  cancelRun(input: $input) {
    ${ERROR_FIELDS}
    ... on CancelRunSuccess { data { id number name status cancelRequested step totalSteps } }
  }
}`;

interface CancelledRun {
  id: string;
  number: number;
  status: string;
  cancelRequested: boolean;
}

export function registerCancel(program: Command): void {
  addCommand(program, "cancel <run>", "end a run; one that trains saves a checkpoint first").action(cancelRun);
}

async function cancelRun(reference: string, options: CommonOptions): Promise<void> {
  const client = await connect();
  const id = await findRunId(client, reference);
  const result = await client.request<{ cancelRun: MutationResult<CancelledRun> }>(CANCEL, { input: { id } });
  const run = dataOf(result.cancelRun);
  if (options.json) return printJson(run);
  const isEnding = run.status === "RUNNING" && run.cancelRequested;
  printLine(
    isEnding
      ? `Run #${run.number} will end after its next step.`
      : `Run #${run.number} is ${run.status.toLowerCase()}.`,
  );
}

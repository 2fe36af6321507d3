import type { Command } from "commander";
import { addCommand, type CommonOptions } from "../input/addCommand.ts";
import { printJson } from "../output/printJson.ts";
import { printLine } from "../output/printLine.ts";
import { connect } from "../server/connect.ts";
import { dataOf, ERROR_FIELDS, type MutationResult } from "../server/dataOf.ts";
import { findSweepId } from "../server/findSweep.ts";
import { graphql } from "../server/graphql.ts";

const CHANGED = "id number name status counts { runs queued running succeeded stoppedEarly failed cancelled }";

const PAUSE = graphql`mutation SetSweepPaused($input: SetSweepPausedInput!) {
  setSweepPaused(input: $input) { ${ERROR_FIELDS} ... on SetSweepPausedSuccess { data { ${CHANGED} } } }
}`;

const STOP = graphql`mutation StopSweep($input: SweepInput!) {
  stopSweep(input: $input) { ${ERROR_FIELDS} ... on StopSweepSuccess { data { ${CHANGED} } } }
}`;

const DELETE = graphql`mutation DeleteSweep($input: SweepInput!) {
  deleteSweep(input: $input) { ${ERROR_FIELDS} ... on DeleteSweepSuccess { data } }
}`;

interface ChangedSweep {
  number: number;
  name: string;
  counts: { running: number; queued: number; cancelled: number };
}

export function registerSweepUpkeep(sweep: Command): void {
  addCommand(sweep, "pause <sweep>", "give out none of its runs; those that train go on").action(pause(true));
  addCommand(sweep, "resume <sweep>", "let a paused sweep go on").action(pause(false));
  addCommand(sweep, "stop <sweep>", "cancel its runs; those that train save a checkpoint first").action(stop);
  addCommand(sweep, "delete <sweep>", "delete a sweep that has ended; its runs stay").action(remove);
}

function pause(paused: boolean): (reference: string, options: CommonOptions) => Promise<void> {
  return async (reference, options) => {
    const client = await connect();
    const input = { id: await findSweepId(client, reference), paused };
    const result = await client.request<{ setSweepPaused: MutationResult<ChangedSweep> }>(PAUSE, { input });
    const sweep = dataOf(result.setSweepPaused);
    if (options.json) return printJson(sweep);
    const { running, queued } = sweep.counts;
    printLine(
      paused
        ? `Sweep #${sweep.number} is paused with ${queued} runs queued. ${running} running runs continue.`
        : `Sweep #${sweep.number} goes on with ${queued} runs waiting.`,
    );
  };
}

async function stop(reference: string, options: CommonOptions): Promise<void> {
  const client = await connect();
  const input = { id: await findSweepId(client, reference) };
  const result = await client.request<{ stopSweep: MutationResult<ChangedSweep> }>(STOP, { input });
  const sweep = dataOf(result.stopSweep);
  if (options.json) return printJson(sweep);
  const { running, cancelled } = sweep.counts;
  const rest = running > 0 ? `; ${running} in training save a checkpoint and end` : "";
  printLine(`Sweep #${sweep.number} was stopped: ${cancelled} runs were cancelled${rest}.`);
}

async function remove(reference: string, options: CommonOptions): Promise<void> {
  const client = await connect();
  const input = { id: await findSweepId(client, reference) };
  const result = await client.request<{ deleteSweep: MutationResult<string> }>(DELETE, { input });
  const id = dataOf(result.deleteSweep);
  if (options.json) return printJson({ id });
  printLine("The sweep was deleted. Its runs were kept.");
}

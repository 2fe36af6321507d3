import type { Command } from "commander";
import { addCommand, type CommonOptions } from "../input/addCommand.ts";
import { wholeNumberBetween } from "../input/parseNumber.ts";
import { downloadFile } from "../output/downloadFile.ts";
import { printJson } from "../output/printJson.ts";
import { printNotice } from "../output/printLine.ts";
import { printTable } from "../output/printTable.ts";
import { connect } from "../server/connect.ts";
import { chooseCheckpoint } from "../server/findCheckpoint.ts";
import { findRunId, requireRun } from "../server/findRun.ts";
import { graphql } from "../server/graphql.ts";

const CHECKPOINTS = graphql`query RunCheckpoints($id: ID!) {
  run(id: $id) { checkpoints { id step epoch sha256 bytes best metrics createdAt url } }
}`;

interface CheckpointNode {
  id: string;
  step: number;
  epoch: number;
  sha256: string;
  bytes: number;
  best: boolean;
  createdAt: string;
  url: string;
}

interface CheckpointsOptions extends CommonOptions {
  readonly download?: string;
  readonly step?: number;
}

export function registerCheckpoints(program: Command): void {
  addCommand(program, "checkpoints <run>", "list a run's checkpoints, or download one")
    .option("--download <file>", "write one to this file: the best, or the newest when none was evaluated")
    .option("--step <number>", "download the checkpoint of this step", wholeNumberBetween(0, 2 ** 31 - 1))
    .action(listCheckpoints);
}

async function listCheckpoints(reference: string, options: CheckpointsOptions): Promise<void> {
  const client = await connect();
  const id = await findRunId(client, reference);
  const { run } = await client.request<{ run: { checkpoints: CheckpointNode[] } | null }>(CHECKPOINTS, { id });
  const { checkpoints } = requireRun(run, reference);
  if (options.download !== undefined) {
    const chosen = chooseCheckpoint(checkpoints, reference, options.step);
    await downloadFile(client, chosen.url, options.download);
    if (options.json) return printJson({ ...chosen, file: options.download });
    return printNotice(`Checkpoint of step ${chosen.step} written to ${options.download}.`);
  }
  if (options.json) return printJson(checkpoints);
  printTable(
    ["STEP", "EPOCH", "BEST", "BYTES", "SHA-256", "ID"],
    checkpoints.map((one) => [one.step, one.epoch, one.best, one.bytes, one.sha256.slice(0, 12), one.id]),
  );
}

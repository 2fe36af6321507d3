import type { Command } from "commander";
import { CliError } from "../errors/CliError.ts";
import { addCommand, type CommonOptions } from "../input/addCommand.ts";
import { connect } from "../server/connect.ts";
import { findRunId } from "../server/findRun.ts";
import { followRun } from "../watch/followRun.ts";
import { jsonReporter } from "../watch/jsonReporter.ts";
import { terminalReporter } from "../watch/terminalReporter.ts";

export function registerWatch(program: Command): void {
  addCommand(program, "watch <run>", "follow a run until it ends; fails when the run fails").action(watchRun);
}

async function watchRun(reference: string, options: CommonOptions): Promise<void> {
  const client = await connect();
  const runId = await findRunId(client, reference);
  const reporter = options.json ? jsonReporter() : terminalReporter();
  try {
    const run = await followRun(client, runId, reporter, {
      onReconnecting: () => reporter.reconnecting(),
    });
    if (run.status === "FAILED") {
      throw new CliError("RUN_FAILED", `Run #${run.number} failed: ${run.failureReason ?? "its log says why"}`);
    }
  } finally {
    reporter.stop();
  }
}

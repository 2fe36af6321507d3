import type { Command } from "commander";
import { addCommand, type CommonOptions } from "../input/addCommand.ts";
import { printJson } from "../output/printJson.ts";
import { printTable } from "../output/printTable.ts";
import { connect } from "../server/connect.ts";
import { graphql } from "../server/graphql.ts";

const TRAINERS = graphql`query Trainers {
  trainers { id name host device engineVersion version labels memoryMib slots configurationVersion startedAt lastSeenAt alive currentRuns { id number name } }
}`;

interface TrainerNode {
  id: string;
  name: string;
  host: string;
  device: string;
  engineVersion: string;
  labels: string[];
  slots: number;
  configurationVersion: number;
  lastSeenAt: string;
  alive: boolean;
  currentRuns: { id: string; number: number; name: string }[];
}

export function registerTrainers(program: Command): void {
  addCommand(program, "trainers", "list the trainers and what they do")
    .option("--filter <text>", "only those whose name or host contains the text")
    .action(listTrainers);
}

async function listTrainers(options: CommonOptions & { filter?: string }): Promise<void> {
  const client = await connect();
  const { trainers: all } = await client.request<{ trainers: TrainerNode[] }>(TRAINERS);
  const wanted = options.filter?.toLowerCase() ?? "";
  const trainers = all.filter(({ name, host }) => `${name}\n${host}`.toLowerCase().includes(wanted));
  if (options.json) return printJson(trainers);
  printTable(
    ["NAME", "HOST", "DEVICE", "ENGINE", "LABELS", "SLOTS", "ALIVE", "TRAINS", "LAST SEEN"],
    trainers.map((trainer) => [
      trainer.name,
      trainer.host,
      trainer.device,
      trainer.engineVersion,
      trainer.labels.join(", "),
      trainer.slots,
      trainer.alive,
      trainer.currentRuns.map((run) => `#${run.number}`).join(", "),
      trainer.lastSeenAt,
    ]),
  );
}

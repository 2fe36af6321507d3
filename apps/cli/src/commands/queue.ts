import type { Command } from "commander";
import { usageError } from "../errors/CliError.ts";
import { addCommand, type CommonOptions } from "../input/addCommand.ts";
import { printJson } from "../output/printJson.ts";
import { printLine } from "../output/printLine.ts";
import { printTable } from "../output/printTable.ts";
import { connect } from "../server/connect.ts";
import { dataOf, ERROR_FIELDS, type MutationResult } from "../server/dataOf.ts";
import { findProject } from "../server/findProject.ts";
import type { GraphClient } from "../server/GraphClient.ts";
import { graphql } from "../server/graphql.ts";

const QUEUE = graphql`query Queue {
  projects { id name slug queuePaused }
  runs(first: 200, status: [QUEUED]) {
    edges { node { id number name priority requiredLabels requiredMemoryMib attempt waitsFor createdAt } }
  }
}`;

const PAUSE = graphql`mutation SetQueuePaused($input: SetQueuePausedInput!) {
  setQueuePaused(input: $input) {
    ${ERROR_FIELDS}
    ... on SetQueuePausedSuccess { data { id name slug queuePaused } }
  }
}`;

interface ProjectNode {
  id: string;
  name: string;
  slug: string;
  queuePaused: boolean;
}

interface QueuedRun {
  id: string;
  number: number;
  name: string;
  priority: number;
  requiredLabels: string[];
  requiredMemoryMib: number | null;
  waitsFor: string | null;
}

interface QueueCommandOptions extends CommonOptions {
  readonly project?: string;
}

export function registerQueue(program: Command): void {
  addCommand(
    program,
    "queue [action]",
    "list what waits and why; pause and resume hold a project's runs back and let them go on",
  )
    .option("--project <slug>", "the project (slug or id); the only one when absent")
    .action(queue);
}

async function queue(action: string | undefined, options: QueueCommandOptions): Promise<void> {
  if (action !== undefined && action !== "pause" && action !== "resume") {
    throw usageError(`queue does not know ${JSON.stringify(action)}; expected pause, resume or nothing.`);
  }
  const client = await connect();
  const { projects, runs } = await client.request<{ projects: ProjectNode[]; runs: { edges: { node: QueuedRun }[] } }>(
    QUEUE,
  );
  if (action !== undefined)
    return setPaused(client, findProject(projects, options.project), action === "pause", options);
  const waiting = runs.edges.map(({ node }) => node).sort((a, b) => b.priority - a.priority || a.number - b.number);
  const paused = projects.filter(({ queuePaused }) => queuePaused).map(({ slug }) => slug);
  if (options.json) return printJson({ paused, runs: waiting });
  if (paused.length > 0) printLine(`Paused: ${paused.join(", ")}.`);
  printTable(
    ["RUN", "NAME", "PRIORITY", "NEEDS", "WAITS FOR"],
    waiting.map((run) => [
      `#${run.number}`,
      run.name,
      run.priority,
      [...run.requiredLabels, ...(run.requiredMemoryMib === null ? [] : [`${run.requiredMemoryMib} MiB`])].join(", "),
      run.waitsFor,
    ]),
  );
}

async function setPaused(
  client: GraphClient,
  project: ProjectNode,
  paused: boolean,
  options: CommonOptions,
): Promise<void> {
  const input = { projectId: project.id, paused };
  const result = await client.request<{ setQueuePaused: MutationResult<ProjectNode> }>(PAUSE, { input });
  const changed = dataOf(result.setQueuePaused);
  if (options.json) return printJson(changed);
  printLine(
    paused
      ? `The queue of ${changed.name} is paused. Running runs continue.`
      : `The queue of ${changed.name} is running again.`,
  );
}

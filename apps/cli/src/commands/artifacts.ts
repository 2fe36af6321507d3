import type { Command } from "commander";
import { CliError } from "../errors/CliError.ts";
import { addCommand, type CommonOptions } from "../input/addCommand.ts";
import { downloadFile } from "../output/downloadFile.ts";
import { printJson } from "../output/printJson.ts";
import { printNotice } from "../output/printLine.ts";
import { printTable } from "../output/printTable.ts";
import { connect } from "../server/connect.ts";
import { findRunId, requireRun } from "../server/findRun.ts";
import { graphql } from "../server/graphql.ts";

const ARTIFACTS = graphql`query RunArtifacts($id: ID!) {
  run(id: $id) { artifacts { id path bytes sha256 createdAt url } }
}`;

interface ArtifactNode {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly url: string;
}

export function registerArtifacts(program: Command): void {
  addCommand(
    program,
    "artifacts <run> [path] [file]",
    "list the files a program logged beside its run, or write one to a file",
  ).action(artifacts);
}

async function artifacts(
  reference: string,
  path: string | undefined,
  file: string | undefined,
  options: CommonOptions,
): Promise<void> {
  const client = await connect();
  const id = await findRunId(client, reference);
  const { run } = await client.request<{ run: { artifacts: ArtifactNode[] } | null }>(ARTIFACTS, { id });
  const listed = requireRun(run, reference).artifacts;
  if (path === undefined) {
    if (options.json) return printJson(listed);
    return printTable(
      ["PATH", "BYTES", "SHA-256"],
      listed.map((one) => [one.path, one.bytes, one.sha256.slice(0, 12)]),
    );
  }
  const found = listed.find((one) => one.path === path);
  if (!found) {
    throw new CliError(
      "NOT_FOUND",
      `The run has no artifact ${JSON.stringify(path)}. Leave out the path to list them.`,
    );
  }
  const target = file ?? (path.split("/").at(-1) as string);
  await downloadFile(client, found.url, target);
  if (options.json) return printJson({ ...found, file: target });
  printNotice(`${path} written to ${target}.`);
}

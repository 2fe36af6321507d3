import type { Command } from "commander";
import { CliError } from "../errors/CliError.ts";
import { addCommand, type CommonOptions } from "../input/addCommand.ts";
import { printJson } from "../output/printJson.ts";
import { printLine } from "../output/printLine.ts";
import { printTable } from "../output/printTable.ts";
import { connect } from "../server/connect.ts";
import { dataOf, ERROR_FIELDS, type MutationResult } from "../server/dataOf.ts";
import { graphql } from "../server/graphql.ts";

const CHECK = graphql`mutation CheckStorage($input: CheckStorageInput!) {
  checkStorage(input: $input) {
    ${ERROR_FIELDS}
    ... on CheckStorageSuccess { data { files bytes series imports problems { kind subject message repaired } } }
  }
}`;

interface StorageReport {
  readonly files: number;
  readonly bytes: number;
  readonly series: number;
  readonly imports: number;
  readonly problems: { kind: string; subject: string; message: string; repaired: boolean }[];
}

interface DoctorOptions extends CommonOptions {
  readonly repair?: boolean;
  readonly deep?: boolean;
}

export function registerDoctor(program: Command): void {
  addCommand(program, "doctor", "hold the server's database against its files; fails while a problem is left")
    .option("--repair", "remove what nothing uses, and close imports that nobody works on")
    .option("--deep", "read every file through and hold it against its hash")
    .action(check);
}

async function check({ repair = false, deep = false, json }: DoctorOptions): Promise<void> {
  const client = await connect();
  const { checkStorage } = await client.request<{ checkStorage: MutationResult<StorageReport> }>(CHECK, {
    input: { repair, deep },
  });
  const { problems, ...checked } = dataOf(checkStorage);
  if (json) printJson({ checked, problems });
  else tell(checked, problems);
  const left = problems.filter(({ repaired }) => !repaired).length;
  if (left > 0) {
    throw new CliError(
      "PROBLEMS_LEFT",
      `${left} problems remain. --repair removes files that nothing uses; restore lost files from a backup.`,
    );
  }
}

function tell(checked: Omit<StorageReport, "problems">, problems: StorageReport["problems"]): void {
  printLine(
    `Checked ${checked.files} files (${checked.bytes} bytes), ${checked.series} series and ${checked.imports} imports: ` +
      (problems.length === 0 ? "no problems found." : `${problems.length} problems.`),
  );
  if (problems.length === 0) return;
  printTable(
    ["PROBLEM", "WHAT", "", "REPAIRED"],
    problems.map(({ kind, subject, message, repaired }) => [kind, subject, message, repaired ? "yes" : "no"]),
  );
}

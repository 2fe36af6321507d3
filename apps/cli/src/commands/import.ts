import { FORMAT_NAMES } from "@maskyard/annotations/formats";
import { type Command, Option } from "commander";
import { CliError } from "../errors/CliError.ts";
import { addCommand, type CommonOptions } from "../input/addCommand.ts";
import { interruptSignal } from "../input/interruptSignal.ts";
import { addReaderFlags, type ReaderFlags } from "../input/readerFlags.ts";
import { printJson } from "../output/printJson.ts";
import { ENTRIES_SHOWN, LEDGER_COUNTS, type LedgerLine, printLedger } from "../output/printLedger.ts";
import { printLine } from "../output/printLine.ts";
import { startProgressBar } from "../output/progressBar.ts";
import { connect } from "../server/connect.ts";
import type { GraphClient } from "../server/GraphClient.ts";
import { graphql } from "../server/graphql.ts";
import { openSource } from "../upload/openSource.ts";
import { uploadArchive } from "../upload/uploadArchive.ts";
import { waitForImport } from "../upload/waitForImport.ts";

const ENTRIES_PER_PAGE = 5_000;

const RESULT = graphql`query ImportResult($id: ID!) {
  import(id: $id) {
    dataset { id name } format imageCount annotationCount
    ledger { ${LEDGER_COUNTS.join(" ")} entryCount }
  }
}`;

const ENTRIES = graphql`query ImportEntries($id: ID!, $first: Int!, $offset: Int!) {
  import(id: $id) { ledger { entries(first: $first, offset: $offset) { kind reason place } } }
}`;

interface ImportResult {
  dataset: { id: string; name: string };
  format: string | null;
  imageCount: number;
  annotationCount: number;
  ledger: Record<(typeof LEDGER_COUNTS)[number], number> & { entryCount: number };
}

interface ImportOptions extends CommonOptions, ReaderFlags {
  readonly dataset: string;
  readonly format?: string;
  readonly split?: string;
}

export function registerImport(program: Command): void {
  addReaderFlags(
    addCommand(program, "import <source>", "bring a folder or zip of images and annotations into a dataset"),
  )
    .requiredOption("--dataset <name>", "dataset to add to (name or id); a new name makes a new dataset")
    .addOption(new Option("--format <format>", "what the annotations are; found out when absent").choices(FORMAT_NAMES))
    .addOption(
      new Option("--split <from>", "FROM_FILES: make a split of what files or folders say").choices(["FROM_FILES"]),
    )
    .action(importSource);
}

async function importSource(source: string, options: ImportOptions): Promise<void> {
  const client = await connect();
  const json = options.json === true;
  const archive = await openSource(source);
  const signal = interruptSignal();
  const importId = await uploadArchive(client, archive, {
    dataset: options.dataset,
    format: options.format ?? null,
    split: options.split ?? null,
    reader: options,
    progress: startProgressBar("Upload", { json }),
    signal,
  });
  await waitForImport(client, importId, { progress: startProgressBar("Import", { json }), signal });
  const result = await readResult(client, importId);
  const entries = await readEntries(client, importId, json ? result.ledger.entryCount : ENTRIES_SHOWN);
  if (json) printJson(toJson(result, entries));
  else printReport(result, entries);
}

async function readResult(client: GraphClient, id: string): Promise<ImportResult> {
  const { import: found } = await client.request<{ import: ImportResult | null }>(RESULT, { id });
  if (!found) throw new CliError("NOT_FOUND", "The import no longer exists, because its dataset has been deleted.");
  return found;
}

async function readEntries(client: GraphClient, id: string, count: number): Promise<LedgerLine[]> {
  const entries: LedgerLine[] = [];
  while (entries.length < count) {
    const first = Math.min(ENTRIES_PER_PAGE, count - entries.length);
    const page = await client.request<{ import: { ledger: { entries: LedgerLine[] } | null } | null }>(ENTRIES, {
      id,
      first,
      offset: entries.length,
    });
    const more = page.import?.ledger?.entries ?? [];
    if (more.length === 0) break;
    entries.push(...more);
  }
  return entries;
}

function toJson({ dataset, format, imageCount, annotationCount, ledger }: ImportResult, entries: LedgerLine[]): object {
  const counts = Object.fromEntries(LEDGER_COUNTS.map((key) => [key, ledger[key]]));
  return { dataset, format, images: imageCount, annotations: annotationCount, ledger: { ...counts, entries } };
}

function printReport(result: ImportResult, entries: readonly LedgerLine[]): void {
  const { dataset, imageCount, annotationCount, ledger } = result;
  printLine(`"${dataset.name}" has ${imageCount} images with ${annotationCount} annotations from this source.`);
  printLedger(ledger, entries, ledger.entryCount);
}

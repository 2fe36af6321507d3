import { type Command, Option } from "commander";
import { CliError } from "../errors/CliError.ts";
import { addCommand, type CommonOptions } from "../input/addCommand.ts";
import { printJson } from "../output/printJson.ts";
import { ENTRIES_SHOWN, LEDGER_COUNTS, type LedgerLine, printLedger } from "../output/printLedger.ts";
import { printLine } from "../output/printLine.ts";
import { connect } from "../server/connect.ts";
import { findDataset } from "../server/findDataset.ts";
import type { GraphClient } from "../server/GraphClient.ts";
import { graphql } from "../server/graphql.ts";

const ENTRIES_PER_PAGE = 5_000;

const IMPORTS = graphql`query Imports($id: ID!) {
  dataset(id: $id) { imports(first: 50) { edges { node { id source format status createdAt } } } }
}`;

const LEDGER = graphql`query Ledger($id: ID!, $first: Int!, $offset: Int!, $kind: String, $contains: String) {
  import(id: $id) { ledger {
    ${LEDGER_COUNTS.join(" ")} entryCount(kind: $kind, contains: $contains)
    entries(first: $first, offset: $offset, kind: $kind, contains: $contains) { kind reason place }
  } }
}`;

interface Import {
  readonly id: string;
  readonly source: string;
  readonly format: string | null;
  readonly status: string;
  readonly createdAt: string;
}

type Counts = Record<(typeof LEDGER_COUNTS)[number], number>;

type LedgerPage = Counts & { readonly entryCount: number; readonly entries: LedgerLine[] };

interface LedgerOptions extends CommonOptions {
  readonly import?: string;
  readonly kind?: string;
  readonly contains?: string;
}

export function registerLedger(program: Command): void {
  addCommand(program, "ledger <dataset>", "what an import (the newest) kept, changed and dropped, and where")
    .option("--import <id-or-source>", "another import: its id, or the name of the folder or archive")
    .addOption(
      new Option("--kind <kind>", "those of one kind").choices([
        "dropped",
        "guessed",
        "clipped",
        "merged",
        "rounded",
        "warning",
      ]),
    )
    .option("--contains <text>", "those with this in their reason or place")
    .action(showLedger);
}

async function showLedger(reference: string, options: LedgerOptions): Promise<void> {
  const client = await connect();
  const dataset = await findDataset(client, reference);
  const found = await findImport(client, dataset, options.import);
  const { kind = null, contains = null } = options;
  const ledger = await readLedger(client, found.id, { kind, contains }, options.json ? null : ENTRIES_SHOWN);
  const counts = Object.fromEntries(LEDGER_COUNTS.map((key) => [key, ledger[key]])) as Counts;
  if (options.json) return printJson({ import: found, ledger: { ...counts, entries: ledger.entries } });
  printLine(`${found.source} (${found.format ?? "images only"}), imported ${found.createdAt}`);
  printLedger(counts, ledger.entries, ledger.entryCount);
}

async function findImport(
  client: GraphClient,
  dataset: { readonly id: string; readonly name: string },
  wanted: string | undefined,
): Promise<Import> {
  const found = await client.request<{ dataset: { imports: { edges: { node: Import }[] } } | null }>(IMPORTS, {
    id: dataset.id,
  });
  const imports = found.dataset?.imports.edges.map(({ node }) => node) ?? [];
  const one = wanted === undefined ? imports[0] : imports.find(({ id, source }) => id === wanted || source === wanted);
  if (one !== undefined) return one;
  throw new CliError(
    "NOT_FOUND",
    wanted === undefined
      ? `Nothing was imported into "${dataset.name}" yet.`
      : `"${dataset.name}" has no import ${JSON.stringify(wanted)} among its last 50.`,
  );
}

async function readLedger(
  client: GraphClient,
  id: string,
  filter: { readonly kind: string | null; readonly contains: string | null },
  limit: number | null,
): Promise<LedgerPage> {
  const entries: LedgerLine[] = [];
  for (;;) {
    const first = Math.min(ENTRIES_PER_PAGE, (limit ?? Number.POSITIVE_INFINITY) - entries.length);
    const variables = { id, ...filter, first, offset: entries.length };
    const page = await client.request<{ import: { ledger: LedgerPage | null } | null }>(LEDGER, variables);
    const ledger = page.import?.ledger;
    if (!ledger)
      throw new CliError("NOT_FOUND", "This import has no ledger, because it is still running or failed early.");
    entries.push(...ledger.entries);
    const wanted = Math.min(ledger.entryCount, limit ?? Number.POSITIVE_INFINITY);
    if (entries.length >= wanted || ledger.entries.length === 0) return { ...ledger, entries };
  }
}

import { type Command, Option } from "commander";
import { CliError, usageError } from "../errors/CliError.ts";
import { addCommand, type CommonOptions } from "../input/addCommand.ts";
import { printJson } from "../output/printJson.ts";
import { printLine } from "../output/printLine.ts";
import { printTable } from "../output/printTable.ts";
import { connect } from "../server/connect.ts";
import { dataOf, ERROR_FIELDS, type MutationResult } from "../server/dataOf.ts";
import { findDataset } from "../server/findDataset.ts";
import type { GraphClient } from "../server/GraphClient.ts";
import { graphql } from "../server/graphql.ts";

const KINDS = graphql`query FindingKinds($id: ID!) {
  dataset(id: $id) { findings { kinds { kind severity count imageCount fixable } } }
}`;
const ITEMS = graphql`query Findings($id: ID!, $kind: FindingKind!) {
  dataset(id: $id) { findings { items(kind: $kind, first: 1000) { detail image { id fileName } category { name } annotationIds } } }
}`;
const FIX = graphql`mutation FixFindings($input: FixFindingsInput!) {
  fixFindings(input: $input) { ${ERROR_FIELDS} ... on FixFindingsSuccess { data { id kind annotationCount } } }
}`;
const UNDO = graphql`mutation UndoFix($input: UndoFixInput!) {
  undoFix(input: $input) { ${ERROR_FIELDS} ... on UndoFixSuccess { data { id kind annotationCount restoredCount undoneAt } } }
}`;
const FIXES = graphql`query FindingFixes($id: ID!) { dataset(id: $id) { findingFixes { id undoneAt } } }`;

interface Kind {
  kind: string;
  severity: string;
  count: number;
  imageCount: number;
  fixable: boolean;
}

interface Item {
  detail: string;
  image: { id: string; fileName: string } | null;
  category: { name: string } | null;
  annotationIds: string[];
}

interface Fix {
  id: string;
  kind: string;
  annotationCount: number;
  /** Of a fix that was undone. */
  restoredCount?: number;
}

interface FindingsOptions extends CommonOptions {
  readonly kind?: string;
  readonly fix?: string;
  readonly annotations?: readonly string[];
  readonly undo?: true;
}

export function registerFindings(program: Command): void {
  addCommand(program, "findings <dataset>", "what of a dataset would harm a training")
    .option("--kind <kind>", "list those of one kind, at most 1000")
    .addOption(
      new Option("--fix <kind>", "fix all of a kind: degenerate, tiny, duplicate, overlap (deleted) or outside (cut)"),
    )
    .option(
      "--annotations <ids...>",
      "with --fix: only these, as --kind --json names them first; overlap and tangled are fixed so alone",
    )
    .addOption(new Option("--undo", "undo the newest fix").conflicts("fix"))
    .action(findings);
}

async function findings(reference: string, options: FindingsOptions): Promise<void> {
  if (options.annotations !== undefined && options.fix === undefined)
    throw usageError("--annotations goes with --fix.");
  const client = await connect();
  const dataset = await findDataset(client, reference);
  if (options.fix !== undefined) return fix(client, dataset.id, kindOf(options.fix), options);
  if (options.undo) return undo(client, dataset.id, options);
  if (options.kind !== undefined) return list(client, dataset.id, kindOf(options.kind), options);
  const found = await client.request<{ dataset: { findings: { kinds: Kind[] } } | null }>(KINDS, { id: dataset.id });
  const kinds = found.dataset?.findings.kinds ?? [];
  if (options.json) return printJson(kinds);
  if (kinds.length === 0) return printLine(`No problems found in "${dataset.name}".`);
  printTable(
    ["KIND", "SEVERITY", "FINDINGS", "IMAGES", "FIX"],
    kinds.map((one) => [nameOf(one.kind), one.severity.toLowerCase(), one.count, one.imageCount, one.fixable]),
  );
}

async function list(client: GraphClient, id: string, kind: string, options: FindingsOptions): Promise<void> {
  const found = await client.request<{ dataset: { findings: { items: Item[] } } | null }>(ITEMS, { id, kind });
  const items = found.dataset?.findings.items ?? [];
  if (options.json) return printJson(items);
  printTable(
    ["IMAGE", "FINDING"],
    items.map(({ image, category, detail }) => [image?.fileName ?? (category && `all of ${category.name}`), detail]),
  );
}

async function fix(client: GraphClient, datasetId: string, kind: string, options: FindingsOptions): Promise<void> {
  const input = { datasetId, kind, annotationIds: options.annotations };
  const result = await client.request<{ fixFindings: MutationResult<Fix> }>(FIX, { input });
  const made = dataOf(result.fixFindings);
  if (options.json) return printJson(made);
  printLine(`Fixed ${made.annotationCount} annotations. maskyard findings DATASET --undo restores them.`);
}

async function undo(client: GraphClient, id: string, options: FindingsOptions): Promise<void> {
  const found = await client.request<{ dataset: { findingFixes: { id: string; undoneAt: string | null }[] } | null }>(
    FIXES,
    { id },
  );
  const newest = found.dataset?.findingFixes.find(({ undoneAt }) => undoneAt === null);
  if (!newest) throw new CliError("NOT_FOUND", "There is no fix to undo.");
  const result = await client.request<{ undoFix: MutationResult<Fix> }>(UNDO, { input: { id: newest.id } });
  const undone = dataOf(result.undoFix);
  if (options.json) return printJson(undone);
  const restored = undone.restoredCount ?? 0;
  const kept = undone.annotationCount - restored;
  printLine(
    `Restored ${restored} annotations (${nameOf(undone.kind)})${kept === 0 ? "." : `. ${kept} had been changed since and stay as they are.`}`,
  );
}

function nameOf(kind: string): string {
  return kind.toLowerCase().replaceAll("_", "-");
}

function kindOf(name: string): string {
  if (!/^[a-z]+(-[a-z]+)*$/.test(name)) throw usageError(`${JSON.stringify(name)} is no kind of finding.`);
  return name.toUpperCase().replaceAll("-", "_");
}

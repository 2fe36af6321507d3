import type { Command } from "commander";
import { CliError } from "../errors/CliError.ts";
import { addCommand, type CommonOptions } from "../input/addCommand.ts";
import { type GroupingInput, parseGrouping } from "../input/parseGrouping.ts";
import { printJson } from "../output/printJson.ts";
import { printLine } from "../output/printLine.ts";
import { printTable } from "../output/printTable.ts";
import { connect } from "../server/connect.ts";
import { findDataset } from "../server/findDataset.ts";
import { findSplit } from "../server/findSplit.ts";
import type { GraphClient } from "../server/GraphClient.ts";
import { graphql } from "../server/graphql.ts";

const PAIRS_PER_PAGE = 500;
/** Pairs a terminal gets; `--json` has all. */
const PAIRS_SHOWN = 20;

const LEAKAGE = graphql`query SplitLeakage($id: ID!, $fileNamePattern: String, $tagPrefix: String, $first: Int!, $offset: Int!) {
  node(id: $id) { ... on Split { leakage(fileNamePattern: $fileNamePattern, tagPrefix: $tagPrefix) {
    leaks heldOutImages exactPairs nearPairs groupPairs groups groupsLeaking pairCount
    pairs(first: $first, offset: $offset) {
      kind seen { id fileName } seenSubset heldOut { id fileName } heldOutSubset distanceBits group
    }
  } } }
}`;

export interface LeakagePair {
  kind: string;
  seen: { id: string; fileName: string };
  seenSubset: string;
  heldOut: { id: string; fileName: string };
  heldOutSubset: string;
  distanceBits: number | null;
  group: string | null;
}

export interface Leakage {
  leaks: boolean;
  heldOutImages: number;
  exactPairs: number;
  nearPairs: number;
  groupPairs: number;
  groups: number;
  groupsLeaking: number;
  pairCount: number;
  pairs: LeakagePair[];
}

export function registerSplitCheck(split: Command): void {
  addCommand(split, "check <dataset> [split]", "what a split (the newest when absent) lets leak between its subsets")
    .option(
      "--group-by <rule>",
      "look for groups by file name or tag too: name:{group}_scaled_*, tag:site:; may be repeated",
      (rule: string, rules: readonly string[]) => [...rules, rule],
      [],
    )
    .option("--strict", "fail when anything leaks")
    .action(checkSplit);
}

interface CheckOptions extends CommonOptions {
  readonly groupBy: readonly string[];
  readonly strict?: true;
}

async function checkSplit(reference: string, splitReference: string | undefined, options: CheckOptions): Promise<void> {
  const { fileNamePattern = null, tagPrefix = null } = parseGrouping(options.groupBy) ?? {};
  const client = await connect();
  const dataset = await findDataset(client, reference);
  const split = await findSplit(client, dataset, splitReference ?? null);
  const leakage = await readLeakage(client, split.id, options.json ? null : PAIRS_SHOWN, {
    fileNamePattern,
    tagPrefix,
  });
  if (options.json) printJson({ id: split.id, name: split.name, ...leakage });
  else printLeakage(split.name, leakage);
  if (options.strict && leakage.leaks) {
    throw new CliError("LEAKS", `The split "${split.name}" leaks ${leakage.heldOutImages} held-out images.`);
  }
}

/** The leakage of a split with `limit` of its pairs, or with all. */
export async function readLeakage(
  client: GraphClient,
  splitId: string,
  limit: number | null,
  rules: Partial<Pick<GroupingInput, "fileNamePattern" | "tagPrefix">> = {},
): Promise<Leakage> {
  const pairs: LeakagePair[] = [];
  for (;;) {
    const first = Math.min(PAIRS_PER_PAGE, (limit ?? Number.POSITIVE_INFINITY) - pairs.length);
    const variables = { id: splitId, ...rules, first, offset: pairs.length };
    const { node } = await client.request<{ node: { leakage: Leakage } | null }>(LEAKAGE, variables);
    if (!node) throw new CliError("NOT_FOUND", "The split has been deleted in the meantime.");
    pairs.push(...node.leakage.pairs);
    const wanted = Math.min(node.leakage.pairCount, limit ?? Number.POSITIVE_INFINITY);
    if (pairs.length >= wanted || node.leakage.pairs.length === 0) return { ...node.leakage, pairs };
  }
}

export function printLeakage(name: string, leakage: Leakage): void {
  if (!leakage.leaks) {
    printLine(`No leakage between the subsets of "${name}" (${leakage.groups} groups checked).`);
    return;
  }
  const { heldOutImages, exactPairs, nearPairs, groupPairs, groups, groupsLeaking, pairs, pairCount } = leakage;
  printLine(
    `"${name}" leaks: ${heldOutImages} held-out images resemble images in an earlier subset ` +
      `(pairs: ${exactPairs} identical, ${nearPairs} similar, ${groupPairs} in the same group; ${groupsLeaking} of ${groups} groups leak).`,
  );
  printTable(
    ["HELD OUT", "IMAGE", "SEEN", "IMAGE", "BY"],
    pairs.map((pair) => [
      pair.heldOutSubset.toLowerCase(),
      pair.heldOut.fileName,
      pair.seenSubset.toLowerCase(),
      pair.seen.fileName,
      pair.group ?? (pair.distanceBits === null ? "the same bytes" : `looks (${pair.distanceBits} of 64 bits differ)`),
    ]),
  );
  if (pairCount > pairs.length) printLine(`and ${pairCount - pairs.length} more (--json lists all).`);
}

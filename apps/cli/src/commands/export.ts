import type { CocoLayout, WritableFormat } from "@maskyard/annotations";
import { WRITABLE_FORMATS } from "@maskyard/annotations/formats";
import { type Command, Option } from "commander";
import { addCommand, type CommonOptions } from "../input/addCommand.ts";
import { cocoLayoutFlag, columnsText, readColumns } from "../input/readerFlags.ts";
import { printJson } from "../output/printJson.ts";
import { printLedger } from "../output/printLedger.ts";
import { printLine } from "../output/printLine.ts";
import { startProgressBar } from "../output/progressBar.ts";
import { connect } from "../server/connect.ts";
import { findDataset } from "../server/findDataset.ts";
import { findSplit } from "../server/findSplit.ts";
import type { GraphClient } from "../server/GraphClient.ts";
import { globalIdType } from "../server/globalIdType.ts";

interface ExportOptions extends CommonOptions {
  readonly to: WritableFormat;
  readonly split?: string;
  readonly vocBase: "0" | "1";
  readonly map?: Readonly<Record<string, string>>;
  readonly cocoLayout?: CocoLayout;
  readonly annotationsOnly?: true;
  readonly force?: true;
}

export function registerExport(program: Command): void {
  addCommand(program, "export <dataset-or-snapshot> <dest>", "write a dataset or snapshot to a folder, or to a .zip")
    .addOption(new Option("--to <format>", "format to write").choices(WRITABLE_FORMATS).makeOptionMandatory())
    .option("--split <name>", "of a dataset: with the subsets of this split (name or id)")
    .addOption(new Option("--voc-base <base>", "where boxes of voc count from").choices(["0", "1"]).default("0"))
    .option("--map <columns>", "columns of a csv, in their order: FIELD=COLUMN,... as import takes them", readColumns)
    .addOption(cocoLayoutFlag())
    .option("--annotations-only", "without the images' files")
    .option("--force", "replace the destination where it is there already")
    .action(exportTo);
}

async function exportTo(reference: string, destination: string, options: ExportOptions): Promise<void> {
  const { downloadExport } = await import("../convert/downloadExport.ts");
  const json = options.json === true;
  const client = await connect();
  const query = new URLSearchParams({
    format: options.to,
    vocBase: options.vocBase,
    images: options.annotationsOnly ? "false" : "true",
    ...(options.cocoLayout === undefined ? {} : { cocoLayout: options.cocoLayout }),
    ...(options.map === undefined ? {} : { columns: columnsText(options.map) }),
  });
  const path = await pathOf(client, reference, options.split, query);
  const bar = startProgressBar("Export", { json });
  const report = await downloadExport(client, `${path}?${query}`, destination, {
    force: options.force === true,
    onProgress: (mib) => bar.update(mib, mib, "MiB"),
  }).finally(() => bar.stop());
  const { fileCount, imageCount, annotationCount, ledger } = report;
  if (json) {
    const entries = ledger.entries.map(({ kind, reason, place }) => ({ kind, reason, place }));
    return printJson({
      files: fileCount,
      images: imageCount,
      annotations: annotationCount,
      ledger: { ...ledger.counts, entries },
    });
  }
  printLine(`${destination} has ${imageCount} images with ${annotationCount} annotations, as ${options.to}.`);
  printLedger(ledger.counts, ledger.entries, ledger.entries.length);
}

/** A snapshot goes by its id or its whole hash; anything else is a dataset's id or name. */
async function pathOf(
  client: GraphClient,
  reference: string,
  split: string | undefined,
  query: URLSearchParams,
): Promise<string> {
  if (globalIdType(reference) === "Snapshot" || /^[0-9a-f]{64}$/.test(reference)) {
    return `/files/snapshots/${reference}/export`;
  }
  const dataset = await findDataset(client, reference);
  if (split !== undefined) query.set("split", (await findSplit(client, dataset, split)).id);
  return `/files/datasets/${dataset.id}/export`;
}

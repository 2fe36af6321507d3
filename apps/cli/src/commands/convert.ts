import type { CocoLayout, FormatName, WritableFormat } from "@maskyard/annotations";
import { FORMAT_NAMES, WRITABLE_FORMATS } from "@maskyard/annotations/formats";
import { type Command, Option } from "commander";
import { addCommand, type CommonOptions } from "../input/addCommand.ts";
import { numberBetween } from "../input/parseNumber.ts";
import {
  addReaderFlags,
  cocoLayoutFlag,
  type ReaderFlags,
  readColumns,
  readerOptionsOf,
} from "../input/readerFlags.ts";
import { printJson } from "../output/printJson.ts";
import { printLedger } from "../output/printLedger.ts";
import { printLine } from "../output/printLine.ts";
import { startProgressBar } from "../output/progressBar.ts";

interface ConvertOptions extends CommonOptions, ReaderFlags {
  readonly to: WritableFormat;
  readonly from?: FormatName;
  readonly toMap?: Readonly<Record<string, string>>;
  readonly cocoLayout?: CocoLayout;
  readonly annotationsOnly?: true;
  readonly simplify?: number;
  readonly verify?: true;
  readonly force?: true;
}

export function registerConvert(program: Command): void {
  addReaderFlags(
    addCommand(program, "convert <source> <dest>", "write a dataset's annotations in another format (no server)"),
  )
    .addOption(new Option("--to <format>", "format to write").choices(WRITABLE_FORMATS).makeOptionMandatory())
    .addOption(new Option("--from <format>", "what the source is; found out when absent").choices(FORMAT_NAMES))
    .option("--to-map <columns>", "columns of the csv to write, in their order: FIELD=COLUMN,...", readColumns)
    .addOption(cocoLayoutFlag())
    .option("--annotations-only", "leave the images where they are, and keep annotations of images that are not there")
    .option(
      "--simplify <px>",
      "leave out points of polygons within this distance of the lines kept; the ledger says how far each outline moved",
      numberBetween(0, 1_000),
    )
    .option("--verify", "read the result again and fail where a shape is not the same within the format's precision")
    .option("--force", "replace the destination where it is there already")
    .action(convert);
}

async function convert(source: string, destination: string, options: ConvertOptions): Promise<void> {
  const { convertSource } = await import("../convert/convertSource.ts");
  const json = options.json === true;
  const bar = startProgressBar("Images", { json });
  const voc = options.vocBase === undefined ? {} : { vocBase: options.vocBase === "1" ? (1 as const) : (0 as const) };
  const result = await convertSource({
    source,
    destination,
    from: options.from,
    to: options.to,
    reader: readerOptionsOf(options),
    writer: {
      ...voc,
      ...(options.cocoLayout === undefined ? {} : { cocoLayout: options.cocoLayout }),
      ...(options.toMap === undefined ? {} : { csvColumns: options.toMap }),
    },
    annotationsOnly: options.annotationsOnly === true,
    verify: options.verify === true,
    force: options.force === true,
    simplifyPx: options.simplify,
    onProgress: (done, total) => bar.update(done, total),
  }).finally(() => bar.stop());
  const { ledger, simplification, verification, ...counts } = result;
  if (json) {
    return printJson({
      ...counts,
      ledger: {
        ...ledger.annotations,
        entries: ledger.entries.map(({ kind, reason, place }) => ({ kind, reason, place })),
      },
      ...(simplification === undefined ? {} : { simplification }),
      ...(verification === undefined ? {} : { verification }),
    });
  }
  printLine(
    `${destination} has ${counts.images} images with ${counts.annotations} annotations of ${counts.categories} categories, as ${options.to} (from ${counts.format}).`,
  );
  printLedger(ledger.annotations, ledger.entries, ledger.entries.length);
  if (simplification !== undefined) {
    const { annotations, pointsBefore, pointsAfter, distancePxMax } = simplification;
    printLine(
      `Simplified ${annotations} annotations from ${pointsBefore} to ${pointsAfter} points; no outline moved by more than ${Math.ceil(distancePxMax * 1_000) / 1_000} px.`,
    );
  }
  if (verification !== undefined) {
    const { annotations, vertexDistancePxMax, boxDistancePxMax, differingPixelsMax } = verification;
    printLine(
      `Read again: ${annotations.compared} compared; outlines moved by at most ${vertexDistancePxMax} px, boxes by ${boxDistancePxMax} px, ${differingPixelsMax} pixels differ at most.`,
    );
  }
}

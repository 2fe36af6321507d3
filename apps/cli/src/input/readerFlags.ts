import { COCO_LAYOUT_NAMES } from "@maskyard/annotations/formats";
import { type Command, Option } from "commander";
import { usageError } from "../errors/CliError.ts";

/** CSV_FIELDS of the annotations package, written out so that help does not load all its readers. */
export const COLUMN_FIELDS = ["file", "label", "x", "y", "w", "h", "xmax", "ymax", "width", "height", "subset"];

export interface ReaderFlags {
  readonly map?: Readonly<Record<string, string>>;
  readonly vocBase?: "0" | "1";
  readonly classAttribute?: string;
  readonly frame?: "raw" | "upright";
}

/** Flags for what files do not say themselves. */
export function addReaderFlags(command: Command): Command {
  return command
    .option(
      "--map <columns>",
      "columns of a csv: FIELD=COLUMN,... (file, label, x, y, w, h or xmax, ymax, width, height, subset)",
      readColumns,
    )
    .addOption(new Option("--voc-base <base>", "where boxes of voc count from").choices(["0", "1"]))
    .addOption(
      new Option("--frame <frame>", "shapes lie on images as stored (raw) or as EXIF turns them").choices([
        "raw",
        "upright",
      ]),
    )
    .option("--class-attribute <name>", "the attribute of via that holds the class");
}

/** How `--to coco` names its images; absent, it follows from whether they are written along. */
export function cocoLayoutFlag(): Option {
  return new Option(
    "--coco-layout <layout>",
    "images of coco: in images/SUBSET as COCO's own (folders), or where their names say (as-named; so by default with --annotations-only)",
  ).choices(COCO_LAYOUT_NAMES);
}

/** The inverse of {@link readColumns}, as the server takes it. */
export function columnsText(columns: Readonly<Record<string, string>>): string {
  return Object.entries(columns)
    .map(([field, column]) => `${field}=${column}`)
    .join(",");
}

/** `x=left,y=top`; may be given several times. */
export function readColumns(text: string, before: Readonly<Record<string, string>> = {}): Record<string, string> {
  const columns = { ...before };
  for (const pair of text.split(",")) {
    const equals = pair.indexOf("=");
    const field = pair.slice(0, Math.max(0, equals)).trim();
    const column = pair.slice(equals + 1).trim();
    if (!COLUMN_FIELDS.includes(field) || column === "") {
      throw usageError(
        `--map ${pair} names no column; expected FIELD=COLUMN with one of ${COLUMN_FIELDS.join(", ")}, for example --map x=left.`,
      );
    }
    columns[field] = column;
  }
  return columns;
}

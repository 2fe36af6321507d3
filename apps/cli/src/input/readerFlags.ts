import type { ReaderOptions } from "@maskyard/annotations";
import { COCO_LAYOUT_NAMES, READER_CHOICES, type ReaderChoiceName } from "@maskyard/annotations/formats";
import { type Command, Option } from "commander";
import { usageError } from "../errors/CliError.ts";

/** CSV_FIELDS of the annotations package, written out so that help does not load all its readers. */
export const COLUMN_FIELDS = ["file", "label", "x", "y", "w", "h", "xmax", "ymax", "width", "height", "subset"];

export interface ReaderFlags {
  readonly map?: Readonly<Record<string, string>>;
  readonly vocBase?: "0" | "1";
  readonly classAttribute?: string;
  readonly frame?: "raw" | "upright";
  readonly crowds?: "crowds" | "objects";
  readonly tracks?: "interpolate" | "keyframes";
  readonly maskValues?: "numbers" | "threshold";
  readonly coordinates?: "pixels" | "fractions";
  readonly scaleToImage?: boolean;
}

function choice(name: ReaderChoiceName, flags: string, description: string): Option {
  return new Option(flags, description).choices(Object.keys(READER_CHOICES[name].answers));
}

/** Flags for what files do not say themselves. */
export function addReaderFlags(command: Command): Command {
  return command
    .option(
      "--map <columns>",
      "columns of a csv: FIELD=COLUMN,... (file, label, x, y, w, h or xmax, ymax, width, height, subset)",
      readColumns,
    )
    .addOption(choice("vocBase", "--voc-base <base>", "where boxes of voc count from"))
    .addOption(choice("frame", "--frame <frame>", "shapes lie on images as stored (raw) or as EXIF turns them"))
    .option("--class-attribute <name>", "the attribute of via that holds the class")
    .addOption(
      choice(
        "crowds",
        "--crowds <as>",
        "annotations marked as crowds are crowds, or objects as cvat's masks in coco are",
      ),
    )
    .addOption(
      choice("tracks", "--tracks <read>", "objects of cvat's tracks between keyframes too, or keyframes alone"),
    )
    .addOption(
      choice("maskValues", "--mask-values <are>", "values of mask images are numbers, or light on dark (threshold)"),
    )
    .addOption(choice("coordinates", "--coordinates <are>", "coordinates are pixels, or fractions of the image"))
    .option("--scale-to-image", "scale shapes drawn on an image of another size to the one that came")
    .option("--no-scale-to-image", "leave shapes drawn on an image of another size where they are");
}

/** The flags as the readers take them. */
export function readerOptionsOf(flags: ReaderFlags): ReaderOptions {
  const { map, vocBase, classAttribute, frame, crowds, tracks, maskValues, coordinates, scaleToImage } = flags;
  return {
    ...(vocBase === undefined ? {} : { vocBase: vocBase === "1" ? 1 : 0 }),
    ...(map === undefined ? {} : { csvColumns: map }),
    ...(classAttribute === undefined ? {} : { classAttribute }),
    ...(frame === undefined ? {} : { coordinateFrame: frame }),
    ...(crowds === undefined ? {} : { crowds }),
    ...(tracks === undefined ? {} : { tracks }),
    ...(maskValues === undefined ? {} : { maskValues }),
    ...(coordinates === undefined ? {} : { coordinates }),
    ...(scaleToImage === undefined ? {} : { scaleToImage }),
  };
}

/** The flags as the server takes them. */
export function readerQueryOf(flags: ReaderFlags): Record<string, string> {
  const { map, vocBase, classAttribute, frame, crowds, tracks, maskValues, coordinates, scaleToImage } = flags;
  const query = {
    columns: map === undefined ? undefined : columnsText(map),
    vocBase,
    classAttribute,
    frame,
    crowds,
    tracks,
    maskValues,
    coordinates,
    scaleToImage: scaleToImage === undefined ? undefined : String(scaleToImage),
  };
  return Object.fromEntries(
    Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
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

import { csvRows } from "../csv/csvRows.ts";
import { FormatError } from "../reading/FormatError.ts";
import { isRecord, type JsonRecord, wordsOf } from "../reading/records.ts";

export interface ViaRegion {
  readonly place: string;
  readonly shape: unknown;
  readonly attributes: JsonRecord;
  /** Why it cannot be read; null for a sound record. */
  readonly problem: string | null;
  readonly raw: unknown;
}

/** What one file says of one image. */
export interface ViaEntry {
  readonly key: string;
  readonly fileName: string;
  readonly regions: readonly ViaRegion[];
  /** Names of the image's own attributes that hold something. */
  readonly fileAttributes: readonly string[];
}

/**
 * VIA's JSON: annotations of 1.x (`regions` an object) and 2.x (a list), bare or within a project (`_via_img_metadata`).
 * @throws FormatError when the file as a whole is none of these.
 */
export function viaEntriesOfJson(path: string, root: unknown): ViaEntry[] {
  if (!isRecord(root)) throw new FormatError(path, "the file is not a JSON object", "Export it again as VIA JSON");
  const metadata = isRecord(root._via_img_metadata) ? root._via_img_metadata : root;
  const options = optionsOf(root._via_attributes);
  const prefix = metadata === root ? path : `${path} _via_img_metadata`;
  return Object.entries(metadata).flatMap(([name, entry]): ViaEntry[] => {
    if (!isRecord(entry) || (typeof entry.filename !== "string" && entry.regions === undefined)) return [];
    const key = `${prefix}[${JSON.stringify(name)}]`;
    const regions = isRecord(entry.regions)
      ? Object.entries(entry.regions)
      : Array.isArray(entry.regions)
        ? [...entry.regions.entries()]
        : [];
    return [
      {
        key,
        fileName: typeof entry.filename === "string" ? entry.filename : "",
        fileAttributes: namesOf(entry.file_attributes),
        regions: regions.map(([id, region]) => ({
          place: `${key}.regions[${id}]`,
          shape: isRecord(region) ? region.shape_attributes : undefined,
          attributes:
            isRecord(region) && isRecord(region.region_attributes)
              ? withOptions(region.region_attributes, options)
              : {},
          problem: isRecord(region) ? null : "the region is not an object",
          raw: region,
        })),
      },
    ];
  });
}

/** Names of choices by their ids, by attribute. */
type ViaOptions = ReadonlyMap<string, ReadonlyMap<string, string>>;

/**
 * What a project's choices are called: VIA keeps an id and a description of each, and regions store the id. Where ids are numbers
 * the descriptions are names (VIA's own test has `options["64"]` "potted plant"); other ids are names themselves.
 */
function optionsOf(attributes: unknown): ViaOptions {
  const byAttribute = new Map<string, ReadonlyMap<string, string>>();
  const ofRegions = isRecord(attributes) && isRecord(attributes.region) ? attributes.region : {};
  for (const [attribute, about] of Object.entries(ofRegions)) {
    const options = isRecord(about) && isRecord(about.options) ? Object.entries(about.options) : [];
    const names = options.flatMap(([id, name]) =>
      /^\d+$/.test(id) && typeof name === "string" && name.trim() !== "" ? [[id, name.trim()] as const] : [],
    );
    if (names.length > 0 && names.length === options.length) byAttribute.set(attribute, new Map(names));
  }
  return byAttribute;
}

/** A region's attributes with names in place of ids, ticked boxes too. */
function withOptions(attributes: JsonRecord, options: ViaOptions): JsonRecord {
  if (options.size === 0) return attributes;
  return Object.fromEntries(
    Object.entries(attributes).map(([attribute, value]) => {
      const names = options.get(attribute);
      if (names === undefined) return [attribute, value];
      if (isRecord(value))
        return [attribute, Object.fromEntries(Object.entries(value).map(([id, is]) => [names.get(id) ?? id, is]))];
      return [attribute, names.get(wordsOf(value)) ?? value];
    }),
  );
}

function namesOf(attributes: unknown): string[] {
  return isRecord(attributes)
    ? Object.keys(attributes).filter((name) => wordsOf(attributes[name] ?? "").trim() !== "")
    : [];
}

/** The header of VIA's CSV. */
export const VIA_CSV_COLUMNS = [
  "filename",
  "file_size",
  "file_attributes",
  "region_count",
  "region_id",
  "region_shape_attributes",
  "region_attributes",
];

/**
 * VIA's CSV of 1.x (header with `#`) and 2.x: JSON in cells, file names bare.
 * @throws FormatError when it has another header.
 */
export function viaEntriesOfCsv(path: string, text: string): ViaEntry[] {
  const entries = new Map<string, { fileName: string; regions: ViaRegion[]; fileAttributes: string[] }>();
  let hasHeader = false;
  csvRows(text, ({ line, fields }) => {
    if (!hasHeader) {
      hasHeader = true;
      const header = fields.map((name) => name.trim().replace(/^#/, "").trim());
      if (VIA_CSV_COLUMNS.every((name, i) => header[i] === name)) return;
      throw new FormatError(
        `${path} line 1`,
        `the header is not VIA's (${VIA_CSV_COLUMNS.join(",")})`,
        "Export it again as VIA CSV",
      );
    }
    // VIA 1.x does not quote file names: commas in one make more fields, all of them at the front.
    const extra = Math.max(0, fields.length - VIA_CSV_COLUMNS.length);
    const fileName = fields.slice(0, extra + 1).join(",");
    const [size = "", fileAttributes = "", , , shapeText = "", attributesText = ""] = fields.slice(extra + 1);
    const key = `${fileName}${size}`;
    const entry = entries.get(key) ?? { fileName, regions: [], fileAttributes: namesOf(jsonOf(fileAttributes)) };
    entries.set(key, entry);
    const shape = jsonOf(shapeText);
    // An image without regions has a row of its own with empty cells.
    if (isRecord(shape) && Object.keys(shape).length === 0) return;
    const attributes = jsonOf(attributesText);
    entry.regions.push({
      place: `${path} line ${line}`,
      shape,
      attributes: isRecord(attributes) ? attributes : {},
      problem: isRecord(shape)
        ? isRecord(attributes)
          ? null
          : "region_attributes is no JSON object"
        : "region_shape_attributes is no JSON object",
      raw: { shape_attributes: shape ?? shapeText, region_attributes: attributes ?? attributesText },
    });
  });
  if (!hasHeader) throw new FormatError(path, "the file is empty", "Export it again");
  return [...entries].map(([key, entry]) => ({ key: `${path} ${key}`, ...entry }));
}

/** A cell's JSON; undefined where it is none, which its row then says. */
function jsonOf(cell: string): unknown {
  try {
    return JSON.parse(cell);
  } catch {
    return undefined; // told as the row's problem
  }
}

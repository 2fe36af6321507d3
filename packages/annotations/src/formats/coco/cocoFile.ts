import { FormatError } from "../reading/FormatError.ts";
import { finiteNumber, isRecord, type JsonRecord } from "../reading/records.ts";

/** The three lists of a COCO file, their records not yet checked. */
export interface CocoFile {
  readonly images: readonly unknown[];
  readonly annotations: readonly unknown[];
  readonly categories: readonly unknown[];
}

/** @throws FormatError when the file's value has no COCO lists. */
export function readCocoFile(path: string, root: unknown): CocoFile {
  if (Array.isArray(root)) {
    throw new FormatError(
      path,
      "the file is a bare list, as COCO results are, and holds no images",
      "Put a COCO file with their images and categories beside them, or compare them with `evaluate`",
    );
  }
  if (!isRecord(root)) throw new FormatError(path, "the file is not a JSON object", "Export it again as COCO");
  return {
    images: listOf(path, root, "images"),
    annotations: root.annotations === undefined ? [] : listOf(path, root, "annotations"),
    categories: root.categories === undefined ? [] : listOf(path, root, "categories"),
  };
}

function listOf(path: string, root: JsonRecord, key: string): readonly unknown[] {
  const list = root[key];
  if (Array.isArray(list)) return list;
  throw new FormatError(
    `${path} ${key}`,
    list === undefined ? `the list "${key}" is missing` : `"${key}" is not a list`,
    "A COCO file has the lists images, annotations and categories; export it again",
  );
}

/** COCO ids are whole numbers, 0 and huge ones too (see readJsonWithIds); some tools write them as text. Text compares equal across both. */
export function cocoId(value: unknown): string | null {
  if (typeof value === "string" && /^-?\d{16,1000}$/.test(value)) return BigInt(value).toString();
  if (typeof value === "string" && value !== "" && finiteNumber(value) === null) return value;
  const number = finiteNumber(value);
  return number === null ? null : String(number);
}

import type { LedgerNote } from "../../document/LedgerBuilder.ts";
import type { DocumentBuilder, ImageEntry } from "../reading/DocumentBuilder.ts";
import { FormatError } from "../reading/FormatError.ts";
import type { ImageMatch } from "../reading/matchImages.ts";
import { resolvePath, stemOf } from "../reading/paths.ts";
import { isRecord, type JsonRecord, positiveSize } from "../reading/records.ts";
import { type ImageSize, type SettledShape, settleShape } from "../reading/settleShape.ts";
import { uniteShapes } from "../reading/uniteShapes.ts";
import { geometryFromLabelmeShape } from "./labelmeShape.ts";

/** labelme's own labels for what is no object. */
const LABELS_LEFT_OUT: Readonly<Record<string, string>> = {
  __ignore__: "the label __ignore__ marks a region to leave out",
  _background_: "the label _background_ marks no object",
};

/**
 * Reads one labelme JSON file (one image) into the document. Shapes of one label and one `group_id` are one instance;
 * version 3 and older have no `group_id`, and every shape stands alone.
 * @throws FormatError when the file as a whole cannot be read.
 */
export function parseLabelme(path: string, root: unknown, document: DocumentBuilder): void {
  if (!isRecord(root)) throw new FormatError(path, "the file is not a JSON object", "Save it again with labelme");
  if (!Array.isArray(root.shapes)) {
    throw new FormatError(`${path} shapes`, 'the list "shapes" is missing', "Save it again with labelme");
  }
  const shapes: readonly unknown[] = root.shapes;
  const entry = readImage(path, root);
  const match = matchImage(entry, document);
  if (match !== null && match.kind !== "matched") {
    document.skipImage(entry, match, shapes.length);
    return;
  }
  const image = document.addImage(entry, match);

  const instances = new Map<string, Instance>();
  shapes.forEach((shape, i) => {
    const place = `${path} shapes[${i}]`;
    const notes: LedgerNote[] = [];
    const read = readShape(shape, entry.size, document.cutTo(entry.size), notes);
    if (read === null) {
      document.ledger.annotation(place, notes);
      return;
    }
    const id = read.group === null ? place : JSON.stringify([read.label, read.group]);
    const instance = instances.get(id);
    if (instance === undefined) {
      instances.set(id, { key: place, label: read.label, shapes: [read.shape], records: [read.record] });
    } else {
      instance.shapes.push(read.shape);
      instance.records.push(read.record);
      notes.unshift({ kind: "merged", reason: `part of ${instance.key}: same label and group_id ${read.group}` });
    }
    document.ledger.annotation(place, notes);
  });
  for (const { key, label, shapes: parts, records } of instances.values()) {
    const { geometry, boxXywhPx, areaPx } = uniteShapes(parts, entry.size);
    document.addCategory(label, null);
    image.annotations.push({
      key,
      categoryName: label,
      geometry,
      boxXywhPx,
      areaPx,
      isCrowd: records.some(({ flags }) => isRecord(flags) && flags.iscrowd === true),
      raw: records.length === 1 ? records[0] : records,
    });
  }
}

interface Instance {
  readonly key: string;
  readonly label: string;
  readonly shapes: SettledShape[];
  readonly records: JsonRecord[];
}

/** Flags of the image that are set are its tags. */
function readImage(path: string, root: JsonRecord): ImageEntry {
  const flags = isRecord(root.flags) ? root.flags : {};
  const widthPx = positiveSize(root.imageWidth);
  const heightPx = positiveSize(root.imageHeight);
  return {
    key: path,
    fileName: typeof root.imagePath === "string" && root.imagePath !== "" ? root.imagePath : stemOf(path),
    size: widthPx === null || heightPx === null ? null : { widthPx, heightPx },
    fromFile: path,
    tags: Object.keys(flags).filter((flag) => flags[flag]),
  };
}

/** By imagePath; where that leads nowhere or is not clear, by labelme's habit of one stem for image and JSON. */
function matchImage(entry: ImageEntry, document: DocumentBuilder): ImageMatch | null {
  const match = document.match(entry);
  if (match === null || match.kind === "matched") return match;
  const ownStem = stemOf(entry.fromFile);
  const bySelf = document.match({ ...entry, fileName: ownStem });
  if (bySelf?.kind !== "matched") return match;
  const beside = resolvePath(entry.fromFile, ownStem);
  const isBeside = beside !== null && bySelf.path.startsWith(`${beside}.`);
  if (match.kind === "ambiguous" && !isBeside) return match;
  return { ...bySelf, note: `the file says ${entry.fileName}: matched by the JSON file's own name` };
}

function readShape(
  shape: unknown,
  size: ImageSize | null,
  cutTo: ImageSize | null,
  notes: LedgerNote[],
): { label: string; group: string | null; shape: SettledShape; record: JsonRecord } | null {
  const drop = (reason: string): null => {
    notes.push({ kind: "dropped", reason });
    return null;
  };
  if (!isRecord(shape)) return drop("the shape is not an object");
  const label = typeof shape.label === "string" ? shape.label.trim() : "";
  if (label === "") return drop("the shape has no label");
  if (Object.hasOwn(LABELS_LEFT_OUT, label)) return drop(LABELS_LEFT_OUT[label] as string);
  const unsettled = geometryFromLabelmeShape(shape, size, notes);
  if (unsettled === null) return null;
  const settled = settleShape(unsettled.geometry, unsettled.boxXywhPx, cutTo, notes);
  if (settled === null) return null;
  const group = shape.group_id;
  return {
    label,
    group: typeof group === "number" || (typeof group === "string" && group !== "") ? String(group) : null,
    shape: settled,
    record: shape,
  };
}

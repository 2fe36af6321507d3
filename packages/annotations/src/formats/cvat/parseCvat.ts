import type { LedgerNote } from "../../document/LedgerBuilder.ts";
import type { DocumentImage } from "../../document/types.ts";
import type { DocumentBuilder, ImageEntry } from "../reading/DocumentBuilder.ts";
import { FormatError } from "../reading/FormatError.ts";
import type { ImageMatch } from "../reading/matchImages.ts";
import { positiveSize } from "../reading/records.ts";
import { type ImageSize, type SettledShape, settleShape } from "../reading/settleShape.ts";
import { subsetFromPath } from "../reading/subsetFromPath.ts";
import { uniteShapes } from "../reading/uniteShapes.ts";
import { childOf, readXml, textOf, type XmlElement } from "../xml/readXml.ts";
import { CVAT_SHAPES, geometryFromCvat } from "./cvatShape.ts";

const ELEMENTS: ReadonlySet<string> = new Set(["label", "original_size", "image", "track"]);

/**
 * Reads CVAT XML 1.1 for images and for videos, image by image. Polygons and masks of one label and one `group_id` are one
 * instance, as CVAT's own COCO export has them. Images of several subsets may share a name.
 * @throws FormatError when the file as a whole cannot be read.
 */
export function parseCvat(path: string, text: string, document: DocumentBuilder): void {
  const frames = new Map<number, { size: ImageSize | null; shapes: CvatShape[] }>();
  let size: ImageSize | null = null;
  let images = 0;
  const root = readXml(path, text, ELEMENTS, (element) => {
    switch (element.name) {
      case "label":
        addLabel(element, document);
        break;
      case "original_size":
        size = sizeOf(textOf(element, "width"), textOf(element, "height"));
        break;
      case "image":
        images++;
        addImage(path, element, document);
        break;
      case "track":
        addTrack(path, element, size, frames);
        break;
    }
  });
  if (root !== "annotations") {
    throw new FormatError(
      path,
      `the root element is <${root}>, not <annotations>`,
      "Export it again as CVAT for images 1.1",
    );
  }
  if (frames.size > 0) addFrames(path, frames, document);
  else if (images === 0) document.ledger.warn("the file holds no image", path);
}

interface CvatShape {
  readonly place: string;
  readonly element: XmlElement;
  readonly label: string;
}

/** Only labels that shapes with an area can have; parts of skeletons have a parent. */
function addLabel(element: XmlElement, document: DocumentBuilder): void {
  const type = textOf(element, "type");
  const hasArea = type === "" || ["any", "rectangle", "polygon", "mask", "ellipse"].includes(type);
  const name = textOf(element, "name");
  if (name !== "" && hasArea && childOf(element, "parent") === undefined) document.addCategory(name, null);
}

function sizeOf(width: unknown, height: unknown): ImageSize | null {
  const [widthPx, heightPx] = [positiveSize(width), positiveSize(height)];
  return widthPx === null || heightPx === null ? null : { widthPx, heightPx };
}

function addImage(path: string, element: XmlElement, document: DocumentBuilder): void {
  const { name = "", width, height, id = "", subset = "" } = element.attributes;
  const key = `${path} image[${id === "" ? name : id}]`;
  const shapes = element.children
    .filter((child) => CVAT_SHAPES.has(child.name))
    .map(
      (child, i): CvatShape => ({
        place: `${key}[${i}]`,
        element: child,
        label: (child.attributes.label ?? "").trim(),
      }),
    );
  const entry: ImageEntry = {
    key,
    fileName: name,
    size: sizeOf(width, height),
    fromFile: path,
    subset: subset === "" ? null : subsetFromPath(subset),
    tags: element.children.filter((child) => child.name === "tag").map((tag) => tag.attributes.label ?? ""),
  };
  addShapes(entry, matchInSubset(entry, subset, document), shapes, document);
}

/** The same name stands in several subsets: the folder of that name tells. */
function matchInSubset(entry: ImageEntry, subset: string, document: DocumentBuilder): ImageMatch | null {
  const plain = document.match(entry);
  if (subset === "" || plain === null || plain.kind !== "ambiguous") return plain;
  const inSubset = document.match({ ...entry, fileName: `${subset}/${entry.fileName}` });
  return inSubset?.kind === "matched" ? inSubset : plain;
}

function addTrack(
  path: string,
  track: XmlElement,
  size: ImageSize | null,
  frames: Map<number, { size: ImageSize | null; shapes: CvatShape[] }>,
): void {
  const { id = "", label = "" } = track.attributes;
  for (const element of track.children) {
    const frame = Number(element.attributes.frame);
    if (!CVAT_SHAPES.has(element.name) || !Number.isInteger(frame)) continue;
    const known = frames.get(frame) ?? { size, shapes: [] };
    known.shapes.push({ place: `${path} track[${id}] frame ${frame}`, element, label: label.trim() });
    frames.set(frame, known);
  }
}

/** CVAT calls the pictures of a video frame_000010.png. */
function addFrames(
  path: string,
  frames: ReadonlyMap<number, { size: ImageSize | null; shapes: readonly CvatShape[] }>,
  document: DocumentBuilder,
): void {
  document.ledger.warn("the file is about a video: its frames are looked for as frame_000000.png and so on", path);
  for (const [frame, { size, shapes }] of [...frames].sort(([a], [b]) => a - b)) {
    const fileName = `frame_${String(frame).padStart(6, "0")}.png`;
    const entry: ImageEntry = { key: `${path} frame ${frame}`, fileName, size, fromFile: path };
    addShapes(entry, document.match(entry), shapes, document);
  }
}

interface Instance {
  readonly key: string;
  readonly label: string;
  readonly isCrowd: boolean;
  readonly shapes: SettledShape[];
  readonly records: unknown[];
}

function addShapes(
  entry: ImageEntry,
  match: ImageMatch | null,
  shapes: readonly CvatShape[],
  document: DocumentBuilder,
): void {
  if (match !== null && match.kind !== "matched") {
    document.skipImage(entry, match, shapes.length);
    return;
  }
  const image = document.addImage(entry, match);
  const instances = new Map<string, Instance>();
  for (const { place, element, label } of shapes) {
    const notes: LedgerNote[] = [];
    const shape = readShape(element, label, entry.size, notes);
    if (shape !== null) {
      const group = element.attributes.group_id;
      const isGrouped = group !== undefined && group !== "" && group !== "0" && element.name !== "box";
      const id = isGrouped ? JSON.stringify([label, group]) : place;
      const known = instances.get(id);
      if (known === undefined) {
        instances.set(id, {
          key: place,
          label,
          isCrowd: isCrowd(element),
          shapes: [shape],
          records: [recordOf(element)],
        });
      } else {
        known.shapes.push(shape);
        known.records.push(recordOf(element));
        notes.unshift({ kind: "merged", reason: `part of ${known.key}: same label and group_id ${group}` });
      }
    }
    document.ledger.annotation(place, notes);
  }
  for (const instance of instances.values()) addInstance(image, instance, entry.size, document);
}

function readShape(
  element: XmlElement,
  label: string,
  size: ImageSize | null,
  notes: LedgerNote[],
): SettledShape | null {
  if (element.attributes.outside === "1") {
    notes.push({ kind: "dropped", reason: "the object is outside of this frame" });
    return null;
  }
  const unsettled = geometryFromCvat(element, size, notes);
  if (unsettled === null) return null;
  if (label === "") {
    notes.push({ kind: "dropped", reason: "the shape has no label" });
    return null;
  }
  return settleShape(unsettled.geometry, unsettled.boxXywhPx, size, notes);
}

function isCrowd(element: XmlElement): boolean {
  return element.children.some(({ attributes, text }) => attributes.name === "is_crowd" && /^(true|1)$/i.test(text));
}

function addInstance(
  image: DocumentImage,
  { key, label, isCrowd: crowd, shapes, records }: Instance,
  size: ImageSize | null,
  document: DocumentBuilder,
): void {
  const { geometry, boxXywhPx, areaPx } = uniteShapes(shapes, size);
  document.addCategory(label, null);
  const raw = records.length === 1 ? records[0] : records;
  image.annotations.push({ key, categoryName: label, geometry, boxXywhPx, areaPx, isCrowd: crowd, raw });
}

function recordOf({ name, attributes, children }: XmlElement): unknown {
  const own = children.map((child) => [child.attributes.name ?? child.name, child.text] as const);
  return { shape: name, ...attributes, ...(own.length > 0 ? { attributes: Object.fromEntries(own) } : {}) };
}

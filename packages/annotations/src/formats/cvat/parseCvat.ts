import type { LedgerNote } from "../../document/LedgerBuilder.ts";
import type { DocumentImage, FormatName } from "../../document/types.ts";
import type { DocumentBuilder, ImageEntry } from "../reading/DocumentBuilder.ts";
import { FormatError } from "../reading/FormatError.ts";
import type { ReadContext } from "../reading/FormatReader.ts";
import type { ImageMatch } from "../reading/matchImages.ts";
import { finiteNumber, positiveSize } from "../reading/records.ts";
import { type ImageSize, type SettledShape, settleShape } from "../reading/settleShape.ts";
import { subsetFromPath } from "../reading/subsetFromPath.ts";
import { uniteShapes } from "../reading/uniteShapes.ts";
import { childOf, readXml, textOf, type XmlElement } from "../xml/readXml.ts";
import { CVAT_SHAPES, geometryFromCvat } from "./cvatShape.ts";
import { type CvatShape, type CvatVideo, framesOfTracks } from "./cvatTracks.ts";

const ELEMENTS: ReadonlySet<string> = new Set([
  ...["label", "original_size", "size", "start_frame", "frame_filter", "image", "track"],
]);

/** Reads CVAT XML 1.1 for images and for videos, file by file. */
export async function readCvat(context: ReadContext): Promise<FormatName> {
  for (const file of context.files) {
    await context.attempt(file.path, async () => parseCvat(file.path, await file.text(), context));
  }
  return "cvat";
}

/**
 * One file, image by image. Polygons and masks of one label and one `group_id` are one instance, as CVAT's own COCO export has
 * them. Images of several subsets may share a name.
 * @throws FormatError when the file as a whole cannot be read.
 */
function parseCvat(path: string, text: string, context: ReadContext): void {
  const { document } = context;
  const video: CvatVideo = { path, size: null, frames: null, startFrame: 0, frameStep: 1, tracks: [] };
  let images = 0;
  const root = readXml(path, text, ELEMENTS, (element) => {
    switch (element.name) {
      case "label":
        addLabel(element, document);
        break;
      case "original_size":
        video.size = sizeOf(textOf(element, "width"), textOf(element, "height"));
        break;
      case "size":
        video.frames ??= positiveSize(element.text);
        break;
      case "start_frame":
        video.startFrame = Math.max(0, finiteNumber(element.text) ?? 0);
        break;
      case "frame_filter":
        video.frameStep = positiveSize(/step\s*=\s*(\d+)/.exec(element.text)?.[1]) ?? 1;
        break;
      case "image":
        images++;
        addImage(path, element, document);
        break;
      case "track":
        video.tracks.push(element);
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
  if (video.tracks.length > 0) {
    for (const { entry, match, shapes } of framesOfTracks(video, context)) addShapes(entry, match, shapes, document);
  } else if (images === 0) document.ledger.warn("the file holds no image", path);
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
        group: child.attributes.group_id ?? "",
        between: null,
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
  for (const { place, element, label, group, between } of shapes) {
    const notes: LedgerNote[] = between === null ? [] : [{ kind: "guessed", reason: between }];
    const shape = readShape(element, label, entry.size, document.cutTo(entry.size), notes);
    if (shape !== null) {
      const isGrouped = group !== "" && group !== "0" && element.name !== "box";
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
  cutTo: ImageSize | null,
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
  return settleShape(unsettled.geometry, unsettled.boxXywhPx, cutTo, notes);
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

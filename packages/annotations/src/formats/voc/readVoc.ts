import type { LedgerNote } from "../../document/LedgerBuilder.ts";
import type { BoxXywhPx, DocumentImage, FormatName, Geometry } from "../../document/types.ts";
import type { DocumentBuilder, ImageEntry } from "../DocumentBuilder.ts";
import type { ReadContext } from "../FormatReader.ts";
import type { ImageMatch } from "../matchImages.ts";
import { baseName, stemOf } from "../paths.ts";
import { decodePng } from "../png/decodePng.ts";
import { vocPaletteRgb } from "../png/encodePng.ts";
import { indicesOfPng } from "../png/indicesOfPng.ts";
import { type ImageSize, settleShape } from "../settleShape.ts";
import type { XmlElement } from "../xml/readXml.ts";
import { readVocClasses, type VocClasses } from "./vocClasses.ts";
import { readVocFile, type VocFile, type VocObject } from "./vocFile.ts";
import { vocId } from "./vocId.ts";
import { type IndexMask, type InstanceMask, instancesOf, matchMasks } from "./vocMasks.ts";

/** Folders of masks and of pictures drawn from them. */
const MASK_PATH = /(?:^|\/)(Segmentation(?:Object|Class)[^/]*)\/.+$/;

/**
 * Reads Pascal VOC XML, one file an image, with the instance masks of SegmentationObject where they are there. Whether boxes
 * count from 1 is told by the option, else by the files: the devkit's own say where they come from, and a 0 is proof of
 * counting from 0.
 */
export async function readVoc(context: ReadContext): Promise<FormatName> {
  const { document } = context;
  const files: VocFile[] = [];
  for (const file of context.files) {
    const text = await file.text();
    await context.attempt(file.path, () => void files.push(readVocFile(file.path, text)));
  }
  const base = settleBase(files, context);
  const masks = maskFilesById(context);
  const classes = await readVocClasses(context.others);
  const subsets = await readImageSets(context);
  if (classes.file !== null && masks.size > 0) context.use(classes.file);
  for (const file of files) {
    if (file.isRepaired) {
      document.ledger.warn("the file is not well-formed XML: names were escaped to read it", file.path);
    }
    await readImage(context, file, base, masks, classes, subsets);
  }
  return "voc";
}

/** The subset of each image by its id, as ImageSets lists them. */
async function readImageSets({ others, use }: ReadContext): Promise<Map<string, string>> {
  const subsets = new Map<string, string>();
  for (const file of others) {
    const [, name] = /(?:^|\/)ImageSets\/[^/]+\/([^/]+)\.txt$/.exec(file.path) ?? [];
    if (name === undefined) continue;
    use(file);
    if (name !== "train" && name !== "val" && name !== "test") continue;
    for (const line of (await file.text()).split(/\r\n|\n|\r/)) if (line.trim() !== "") subsets.set(line.trim(), name);
  }
  return subsets;
}

function settleBase(files: readonly VocFile[], { options, document }: ReadContext): 0 | 1 {
  if (files.length === 0) return 0;
  const corners = files.flatMap(({ objects }) => objects.flatMap((object) => object.corners ?? []));
  const hasZero = corners.some(({ xmin, ymin }) => xmin < 1 || ymin < 1);
  const isDevkit = files.every((file) => file.isDevkit) && !hasZero;
  const base = options.vocBase ?? (isDevkit ? 1 : 0);
  const why =
    options.vocBase !== undefined
      ? "as asked for"
      : isDevkit
        ? "the files are the devkit's own"
        : hasZero
          ? "some begin at 0"
          : "the files do not say; if they are the devkit's, choose base 1";
  document.ledger.warn(
    base === 1
      ? `boxes are read as pixels counted from 1, both ends included: ${why}`
      : `boxes are read as coordinates from 0: ${why}`,
    files[0]?.path ?? "",
  );
  return base;
}

/** Mask files by the image's id; all of them, and the drawings beside them, are kept out of the pictures. */
function maskFilesById({ imagePaths, document }: ReadContext): Map<string, { objects?: string; classes?: string }> {
  const masks = new Map<string, { objects?: string; classes?: string }>();
  let drawings = 0;
  for (const path of imagePaths ?? []) {
    const [, folder] = MASK_PATH.exec(path) ?? [];
    if (folder === undefined) continue;
    document.claimMask(path);
    const kind = /^SegmentationObject(PNG)?$/.test(folder)
      ? "objects"
      : /^SegmentationClass(PNG)?$/.test(folder)
        ? "classes"
        : null;
    const id = vocId(path, folder);
    if (kind === null || !/\.png$/i.test(path)) drawings++;
    else masks.set(id, { ...masks.get(id), [kind]: path });
  }
  if (drawings > 0) {
    document.ledger.warn(
      `${drawings} files in folders of masks are drawings or arrays, and are not imported`,
      "Segmentation",
    );
  }
  return masks;
}

async function readImage(
  context: ReadContext,
  file: VocFile,
  base: 0 | 1,
  maskFiles: ReadonlyMap<string, { objects?: string; classes?: string }>,
  classes: VocClasses,
  subsets: ReadonlyMap<string, string>,
): Promise<void> {
  const { document } = context;
  const entry: ImageEntry = {
    key: file.path,
    fileName: file.fileName === "" ? stemOf(file.path) : file.fileName,
    size: file.size,
    fromFile: file.path,
    subset: subsets.get(vocId(file.path, "Annotations")) ?? null,
  };
  const match = matchImage(entry, document);
  if (match !== null && match.kind !== "matched") {
    document.skipImage(entry, match, file.objects.length);
    return;
  }
  const image = document.addImage(entry, match);
  const masks = await readMasks(context, maskFiles.get(vocId(file.path, "Annotations")), file, classes);
  const boxes = file.objects.map((object) => boxOf(object, base));
  const matches = matchMasks(
    boxes.map((box) => box?.boxXywhPx ?? null),
    masks,
  );
  file.objects.forEach((object, i) => {
    addObject(document, image, file, object, boxes[i] ?? null, matches[i] ?? null);
  });
  const taken = new Set(matches.map((one) => one?.mask));
  for (const mask of masks) if (!taken.has(mask)) addLoneMask(document, image, file, mask, classes.names);
}

/** By the file's own name, as VOC's tools pair them; `filename` goes stale when files are renamed. */
function matchImage(entry: ImageEntry, document: DocumentBuilder): ImageMatch | null {
  const byName = document.match(entry);
  if (byName === null) return null;
  const bySelf = document.matchSibling(entry.fromFile) as ImageMatch;
  if (bySelf.kind !== "matched") return byName;
  if (byName.kind === "matched" && byName.path === bySelf.path) return { ...byName, note: null };
  return { ...bySelf, note: `the file says ${entry.fileName}: matched by the XML file's own name` };
}

/** Counted from 1, a box less than a pixel wide ends before it begins: only beyond that are corners in the wrong order. */
function boxOf({ corners }: VocObject, base: 0 | 1): { boxXywhPx: BoxXywhPx; isSwapped: boolean } | null {
  if (corners === null) return null;
  const [left, right] = ends(corners.xmin, corners.xmax, base);
  const [top, bottom] = ends(corners.ymin, corners.ymax, base);
  const isSwapped = left !== corners.xmin - base || top !== corners.ymin - base;
  return { boxXywhPx: [left, top, right - left, bottom - top], isSwapped };
}

function ends(from: number, to: number, base: 0 | 1): [number, number] {
  return from - base <= to ? [from - base, to] : [to - base, from];
}

async function readMasks(
  { images, document }: ReadContext,
  paths: { objects?: string; classes?: string } | undefined,
  file: VocFile,
  vocClasses: VocClasses,
): Promise<InstanceMask[]> {
  if (images === null || paths?.objects === undefined) return [];
  const { size } = file;
  try {
    const objects = indexMask(await images.bytes(paths.objects), vocPaletteRgb());
    if (size !== null && (objects.widthPx !== size.widthPx || objects.heightPx !== size.heightPx)) {
      throw new RangeError(
        `it is ${objects.widthPx} x ${objects.heightPx}, its image ${size.widthPx} x ${size.heightPx}`,
      );
    }
    if (paths.classes === undefined) return instancesOf(objects, null);
    const classes = indexMask(await images.bytes(paths.classes), vocClasses.colorsRgb ?? vocPaletteRgb());
    const isOfOneSize = classes.widthPx === objects.widthPx && classes.heightPx === objects.heightPx;
    return instancesOf(objects, isOfOneSize ? classes : null);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    document.ledger.fileDropped(paths.objects, `the mask cannot be read: ${error.message}; boxes are kept`);
    return [];
  }
}

function indexMask(bytes: Uint8Array, colorsRgb: Uint8Array): IndexMask {
  const png = decodePng(bytes);
  return { widthPx: png.widthPx, heightPx: png.heightPx, samples: indicesOfPng(png, colorsRgb) };
}

function addObject(
  document: DocumentBuilder,
  image: DocumentImage,
  file: VocFile,
  object: VocObject,
  corners: { readonly boxXywhPx: BoxXywhPx; readonly isSwapped: boolean } | null,
  found: { readonly mask: InstanceMask; readonly isByValue: boolean } | null,
): void {
  const { place, name, element } = object;
  const notes: LedgerNote[] = [];
  if (name === "") notes.push({ kind: "dropped", reason: "the object has no name" });
  else if (corners === null) {
    const isTurned = element.children.some((child) => child.name === "robndbox");
    const reason = isTurned ? "a turned box (robndbox) is not read" : "bndbox holds no four numbers";
    notes.push({ kind: "dropped", reason });
  }
  if (notes.length > 0 || corners === null) {
    document.ledger.annotation(place, notes);
    return;
  }
  const box = corners.boxXywhPx;
  if (corners.isSwapped) {
    notes.push({ kind: "guessed", reason: "the corners of the box were in the wrong order" });
  }
  if (file.isRepaired && /[&<>]/.test(name)) {
    notes.push({ kind: "guessed", reason: "the name was not escaped: read as it stands between its tags" });
  }
  const parts = element.children.filter((child) => child.name === "part").length;
  if (parts > 0)
    notes.push({
      kind: "clipped",
      reason: `its ${parts === 1 ? "part has a box" : `${parts} parts have boxes`} of their own, which are left out`,
    });
  const box0 = settleShape({ type: "box" }, box, image.widthPx === null ? null : sizeOf(image), notes);
  if (box0 !== null && found !== null && !found.isByValue) {
    notes.push({ kind: "guessed", reason: `mask ${found.mask.value} is taken for its own: it overlaps the box most` });
  }
  document.ledger.annotation(place, notes);
  if (box0 === null) return;
  const geometry: Geometry = found === null ? { type: "box" } : { type: "rle", rle: found.mask.rle };
  const mask = found === null ? null : settleShape(geometry, box, null, []);
  document.addCategory(name, null);
  image.annotations.push({
    key: place,
    categoryName: name,
    geometry: mask?.geometry ?? box0.geometry,
    // Borders of masks belong to nobody: the file's own box is the object's.
    boxXywhPx: box0.boxXywhPx,
    areaPx: mask?.areaPx ?? box0.areaPx,
    isCrowd: false,
    raw: recordOf(element),
  });
}

/** An instance that only the masks know. */
function addLoneMask(
  document: DocumentBuilder,
  image: DocumentImage,
  file: VocFile,
  mask: InstanceMask,
  classNames: readonly string[],
): void {
  const place = `${file.path} mask ${mask.value}`;
  const name = mask.classValue === null ? undefined : classNames[mask.classValue];
  if (name === undefined || name === "") {
    const reason = `mask ${mask.value} has no object in the file, and no class that is known`;
    document.ledger.annotation(place, [{ kind: "dropped", reason }]);
    return;
  }
  const notes: LedgerNote[] = [
    { kind: "guessed", reason: `no object has this mask: its class is read from the class mask` },
  ];
  const shape = settleShape({ type: "rle", rle: mask.rle }, mask.boxXywhPx, null, notes);
  document.ledger.annotation(place, notes);
  if (shape === null) return;
  document.addCategory(name, null);
  const { geometry, boxXywhPx, areaPx } = shape;
  const raw = { maskValue: mask.value, classValue: mask.classValue, file: baseName(file.path) };
  image.annotations.push({ key: place, categoryName: name, geometry, boxXywhPx, areaPx, isCrowd: false, raw });
}

function sizeOf(image: DocumentImage): ImageSize | null {
  return image.widthPx === null || image.heightPx === null
    ? null
    : { widthPx: image.widthPx, heightPx: image.heightPx };
}

/** The element as JSON: text, or its children by name. */
function recordOf(element: XmlElement): unknown {
  if (element.children.length === 0) return element.text;
  const record: Record<string, unknown> = {};
  for (const child of element.children) {
    const value = recordOf(child);
    record[child.name] = Object.hasOwn(record, child.name) ? [record[child.name], value].flat() : value;
  }
  return record;
}

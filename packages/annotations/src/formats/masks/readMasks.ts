import type { LedgerNote } from "../../document/LedgerBuilder.ts";
import type { BoxXywhPx, DocumentImage, FormatName, Rle } from "../../document/types.ts";
import { labelComponents } from "../../geometry/labelComponents.ts";
import { rleFromMaskRowMajor } from "../../geometry/rle.ts";
import type { ImageEntry } from "../DocumentBuilder.ts";
import { FormatError } from "../FormatError.ts";
import type { ReadContext } from "../FormatReader.ts";
import type { ImageMatch } from "../matchImages.ts";
import { stemOf } from "../paths.ts";
import { decodePng } from "../png/decodePng.ts";
import { vocPaletteRgb } from "../png/encodePng.ts";
import { indicesOfPng } from "../png/indicesOfPng.ts";
import type { ImageSize } from "../settleShape.ts";
import { settleShape } from "../settleShape.ts";
import { readVocClasses } from "../voc/vocClasses.ts";
import { type IndexMask, instancesOf } from "../voc/vocMasks.ts";
import { type MaskFile, maskFilesOf } from "./maskFiles.ts";

/** What objects are called where nothing names their class. */
const ONLY_CLASS = "object";

interface FoundInstance {
  readonly place: string;
  readonly label: string;
  readonly rle: Rle;
  readonly boxXywhPx: BoxXywhPx;
  readonly notes: LedgerNote[];
}

/**
 * Reads mask images without annotation files: one PNG an instance, one with a number an instance, or, where a list of classes
 * (classes.txt, class_names.txt, labelmap.txt) is beside them, one with a number a class, whose connected pieces are the
 * instances.
 */
export async function readMasks(context: ReadContext): Promise<FormatName> {
  const { document, imagePaths, images } = context;
  const files = maskFilesOf(imagePaths ?? []);
  if (files.length === 0 || images === null) {
    throw new FormatError(
      "the import",
      "no mask belongs to a picture",
      "Put masks/a.png, or a folder masks/a, beside images/a.jpg",
    );
  }
  for (const { path } of files) document.claimMask(path);
  const classes = await classNames(context);
  const byPicture = new Map<string, MaskFile[]>();
  for (const file of files) byPicture.set(file.pictureLike, [...(byPicture.get(file.pictureLike) ?? []), file]);
  const groups = new Map<string, { like: string; files: MaskFile[] }>();
  for (const [like, ofPicture] of byPicture) {
    const match = document.matchSibling(like) as ImageMatch;
    const key = match.kind === "matched" ? match.path : like;
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { like, files: ofPicture });
    else known.files.push(...ofPicture);
  }
  for (const group of groups.values()) await readPicture(context, group.like, group.files, classes);
  return "masks";
}

/** Names by number; null without a list. Number 0 is the background. */
async function classNames({ others, use }: ReadContext): Promise<readonly string[] | null> {
  const known = await readVocClasses(others);
  if (known.file !== null) {
    use(known.file);
    return known.names;
  }
  const list = others.find(({ path }) => /(^|\/)classes\.txt$/i.test(path));
  if (list === undefined) return null;
  use(list);
  const names = (await list.text())
    .replace(/^\ufeff/, "")
    .split(/\r\n|\n|\r/)
    .map((line) => line.trim());
  const filled = names.filter((name) => name !== "");
  return /^_*background_*$/i.test(filled[0] ?? "") ? filled : ["background", ...filled];
}

async function readPicture(
  context: ReadContext,
  like: string,
  files: readonly MaskFile[],
  classes: readonly string[] | null,
): Promise<void> {
  const { document } = context;
  const match = document.matchSibling(like) as ImageMatch;
  const found: FoundInstance[] = [];
  let size: ImageSize | null = null;
  for (const file of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    if (file.kind === "classes") continue;
    await context.attempt(file.path, async () => {
      const mask = await readIndices(context, file.path);
      size ??= { widthPx: mask.widthPx, heightPx: mask.heightPx };
      if (mask.widthPx !== size.widthPx || mask.heightPx !== size.heightPx) {
        throw new FormatError(
          file.path,
          `it is ${mask.widthPx} x ${mask.heightPx}, another mask of the picture ${size.widthPx} x ${size.heightPx}`,
          "Draw all masks on one picture",
        );
      }
      const beside = files.find(({ kind }) => kind === "classes");
      const kinds = beside === undefined ? null : await readIndices(context, beside.path);
      found.push(...instancesIn(file, mask, kinds, classes));
    });
  }
  const entry: ImageEntry = { key: like, fileName: match.kind === "matched" ? match.path : like, size, fromFile: like };
  if (match.kind !== "matched") {
    document.skipImage(entry, match, found.length);
    return;
  }
  const image = document.addImage(entry, match);
  for (const instance of found) addInstance(image, instance, context);
}

async function readIndices({ images }: ReadContext, path: string): Promise<IndexMask> {
  try {
    const png = decodePng((await images?.bytes(path)) ?? new Uint8Array(0));
    const isBinary = png.channels > 2 && isBlackAndWhite(png.samples, png.channels);
    const samples = isBinary
      ? Uint8Array.from({ length: png.widthPx * png.heightPx }, (_, i) => png.samples[i * png.channels] as number)
      : indicesOfPng(png, vocPaletteRgb());
    return { widthPx: png.widthPx, heightPx: png.heightPx, samples };
  } catch (error) {
    if (error instanceof RangeError)
      throw new FormatError(path, `the mask cannot be read: ${error.message}`, "Save it as a PNG of numbers");
    throw error;
  }
}

function isBlackAndWhite(samples: ArrayLike<number>, channels: number): boolean {
  for (let i = 0; i < samples.length; i += channels) {
    if (samples[i] !== samples[i + 1] || samples[i] !== samples[i + 2] || (samples[i] !== 0 && samples[i] !== 255))
      return false;
  }
  return true;
}

function instancesIn(
  file: MaskFile,
  mask: IndexMask,
  kinds: IndexMask | null,
  classes: readonly string[] | null,
): FoundInstance[] {
  const { path } = file;
  if (file.kind === "instance") {
    return [{ place: path, label: labelOfName(path), ...shapeOf(mask.samples, mask), notes: [] }];
  }
  const values = new Set<number>();
  for (const value of mask.samples) if (value !== 0) values.add(value);
  const isOneThing = values.size === 1;
  if (file.kind === "objects" || (classes === null && !isOneThing)) {
    return instancesOf(mask, kinds).map(({ value, rle, boxXywhPx, classValue }) => {
      const name = classValue === null ? undefined : classes?.[classValue];
      const notes: LedgerNote[] =
        kinds !== null && name === undefined ? [{ kind: "guessed", reason: `class ${classValue} has no name` }] : [];
      const label = name ?? (classValue === null ? ONLY_CLASS : `class ${classValue}`);
      return { place: `${path} value ${value}`, label, rle, boxXywhPx, notes };
    });
  }
  // Numbers are classes, or the mask is black and white: what hangs together is one object.
  return [...values]
    .filter((value) => isOneThing || value !== 255)
    .sort((a, b) => a - b)
    .flatMap((value) => {
      const ofValue = Uint8Array.from(mask.samples, (one) => (one === value ? 1 : 0));
      const pieces = labelComponents(ofValue, mask.heightPx, mask.widthPx);
      const count = pieces.reduce((most, piece) => Math.max(most, piece), 0);
      const name =
        classes === null
          ? ONLY_CLASS
          : (classes[value] ?? (isOneThing && classes.length === 2 ? classes[1] : undefined));
      return Array.from({ length: count }, (_, i): FoundInstance => {
        const notes: LedgerNote[] = [{ kind: "guessed", reason: "pixels that hang together are taken for one object" }];
        if (name === undefined) notes.push({ kind: "guessed", reason: `class ${value} has no name` });
        const pixels = Uint8Array.from(pieces, (piece) => (piece === i + 1 ? 1 : 0));
        return {
          place: `${path} value ${value} piece ${i + 1}`,
          label: name ?? `class ${value}`,
          ...shapeOf(pixels, mask),
          notes,
        };
      });
    });
}

function shapeOf(pixels: ArrayLike<number>, { heightPx, widthPx }: IndexMask): { rle: Rle; boxXywhPx: BoxXywhPx } {
  return { rle: rleFromMaskRowMajor(pixels, heightPx, widthPx), boxXywhPx: [0, 0, 0, 0] };
}

/** `0003_sign%20board.png`, as exports of ours are called; a name without letters after a number names no class. */
function labelOfName(path: string): string {
  const [, encoded] = /^\d+[_-](.*\p{L}.*)$/u.exec(stemOf(path)) ?? [];
  if (encoded === undefined) return ONLY_CLASS;
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded; // a name with a bare % is a name
  }
}

function addInstance(image: DocumentImage, instance: FoundInstance, { document }: ReadContext): void {
  const { place, label, rle, boxXywhPx, notes } = instance;
  const shape = settleShape({ type: "rle", rle }, boxXywhPx, null, notes);
  document.ledger.annotation(place, notes);
  if (shape === null) return;
  document.addCategory(label, null);
  const { geometry, areaPx } = shape;
  image.annotations.push({
    key: place,
    categoryName: label,
    geometry,
    boxXywhPx: shape.boxXywhPx,
    areaPx,
    isCrowd: false,
    raw: { mask: place },
  });
}

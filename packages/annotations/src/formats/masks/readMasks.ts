import type { DocumentImage, FormatName } from "../../document/types.ts";
import type { ImageEntry } from "../reading/DocumentBuilder.ts";
import { FormatError } from "../reading/FormatError.ts";
import type { ReadContext } from "../reading/FormatReader.ts";
import type { ImageMatch } from "../reading/matchImages.ts";
import { type ImageSize, settleShape } from "../reading/settleShape.ts";
import { readVocClasses } from "../voc/vocClasses.ts";
import { type FoundInstance, instancesInMask } from "./instancesInMask.ts";
import { type MaskFile, maskFilesOf } from "./maskFiles.ts";
import { readMaskIndices } from "./readMaskIndices.ts";

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
  const { document, options } = context;
  const match = document.matchSibling(like) as ImageMatch;
  const found: FoundInstance[] = [];
  let size: ImageSize | null = null;
  for (const file of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    if (file.kind === "classes") continue;
    await context.attempt(file.path, async () => {
      const mask = await readMaskIndices(context, file.path);
      size ??= { widthPx: mask.widthPx, heightPx: mask.heightPx };
      if (mask.widthPx !== size.widthPx || mask.heightPx !== size.heightPx) {
        throw new FormatError(
          file.path,
          `it is ${mask.widthPx} x ${mask.heightPx}, another mask of the picture ${size.widthPx} x ${size.heightPx}`,
          "Draw all masks on one picture",
        );
      }
      const beside = files.find(({ kind }) => kind === "classes");
      const kinds = beside === undefined ? null : await readMaskIndices(context, beside.path);
      const warn = (reason: string) => document.ledger.warn(reason, file.path);
      for (const instance of instancesInMask(file, mask, kinds, classes, options.maskValues, warn))
        found.push(instance);
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

import type { FormatName } from "../../document/types.ts";
import type { DocumentBuilder, ImageEntry } from "../reading/DocumentBuilder.ts";
import type { ReadContext } from "../reading/FormatReader.ts";
import type { ImageMatch } from "../reading/matchImages.ts";
import { stemOf } from "../reading/paths.ts";
import { addLoneMask, addVocObject } from "./addVocObject.ts";
import { readImageSets } from "./readImageSets.ts";
import { boxOf, settleBase } from "./vocBase.ts";
import { readVocClasses, type VocClasses } from "./vocClasses.ts";
import { readVocFile, type VocFile } from "./vocFile.ts";
import { vocId } from "./vocId.ts";
import { maskFilesById, readVocMasks, type VocMaskFiles } from "./vocMaskFiles.ts";
import { matchMasks } from "./vocMasks.ts";

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

async function readImage(
  context: ReadContext,
  file: VocFile,
  base: 0 | 1,
  maskFiles: ReadonlyMap<string, VocMaskFiles>,
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
  const masks = await readVocMasks(context, maskFiles.get(vocId(file.path, "Annotations")), file, classes);
  const boxes = file.objects.map((object) => boxOf(object, base));
  const matches = matchMasks(
    boxes.map((box) => box?.boxXywhPx ?? null),
    masks,
  );
  file.objects.forEach((object, i) => {
    addVocObject(document, image, file, object, boxes[i] ?? null, matches[i] ?? null, base);
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

import type { LedgerNote } from "../../document/LedgerBuilder.ts";
import type { FormatName } from "../../document/types.ts";
import type { ImageEntry } from "../reading/DocumentBuilder.ts";
import { FormatError } from "../reading/FormatError.ts";
import type { ReadContext } from "../reading/FormatReader.ts";
import type { ImageMatch } from "../reading/matchImages.ts";
import { baseName } from "../reading/paths.ts";
import type { SourceFile } from "../reading/SourceFile.ts";
import { settleShape } from "../reading/settleShape.ts";
import { coordinatesOf } from "./yoloCoordinates.ts";
import { setOfNames, setOfYaml, subsetsOfDarknet, subsetsOfImages, type YoloSet } from "./yoloSet.ts";
import { readYoloLine } from "./yoloShape.ts";
import { kindOfYoloText, yoloLines } from "./yoloText.ts";

/**
 * Reads YOLO label files, boxes and polygons, with the class names and subsets of data.yaml, of classes.txt or of
 * Darknet's obj.names and obj.data. Coordinates are fractions of the upright image, so that the images are needed.
 * @returns yolo-seg when a line is a polygon, else yolo.
 */
export async function readYolo(context: ReadContext): Promise<FormatName> {
  if (context.images === null) {
    throw new FormatError(
      "the import",
      "YOLO writes fractions of the image's size, and no images came with the labels",
      "Put the images beside the labels",
    );
  }
  const { sets, labels, classIndices } = await sortYoloFiles(context);
  for (const set of sets) for (const [index, name] of set.names) context.document.addCategory(name, String(index));
  const lists = await readImageLists(context);
  const subsets = new Map(sets.flatMap((set) => [...subsetsOfImages(set, context, lists)]));
  if (sets.length === 0 && labels.length > 0) {
    context.document.ledger.warn(
      "no class list (data.yaml, classes.txt, obj.names) came with the labels: classes are called by their number",
      labels[0]?.path ?? "",
    );
    // In the order of their numbers, which is the order their tool had them in.
    for (const index of [...classIndices].sort((a, b) => a - b)) {
      context.document.addCategory(`class ${index}`, String(index));
    }
  }
  let hasPolygons = false;
  for (const file of labels) {
    const text = await file.text();
    await context.attempt(file.path, async () => {
      if (await readLabels(context, file.path, text, setFor(sets, file.path), subsets)) hasPolygons = true;
    });
  }
  return hasPolygons ? "yolo-seg" : "yolo";
}

/** Class lists and label files; texts of neither kind stay with the others. */
async function sortYoloFiles(
  context: ReadContext,
): Promise<{ sets: YoloSet[]; labels: SourceFile[]; classIndices: ReadonlySet<number> }> {
  const sets: YoloSet[] = [];
  const classIndices = new Set<number>();
  const labels: SourceFile[] = [];
  for (const file of [...context.files, ...context.others]) {
    const name = baseName(file.path).toLowerCase();
    const text = await file.text();
    const isYaml = /\.ya?ml$/.test(name);
    const kind = isYaml || name.endsWith(".data") ? null : kindOfYoloText(text);
    if (isYaml && /^\s*names\s*:/m.test(text)) {
      context.use(file);
      await context.attempt(file.path, () => void sets.unshift(setOfYaml(file.path, text)));
    } else if (
      kind === "names" &&
      (name.endsWith(".names") || /^(classes|labels|_darknet)\.(txt|labels)$/.test(name))
    ) {
      context.use(file);
      sets.push(await setOfNames(file));
    } else if (name.endsWith(".data") && /^\s*names\s*=/m.test(text)) {
      context.use(file);
      sets.push({ path: file.path, names: new Map(), subsets: subsetsOfDarknet(text), keypointValues: null });
    } else if (kind === "boxes" || kind === "polygons") {
      labels.push(file);
      for (const { line } of yoloLines(text)) {
        const [, index] = /^(\d{1,9})\s/.exec(line) ?? [];
        if (index !== undefined) classIndices.add(Number(index));
      }
    } else if (kind === "empty" && context.document.matchSibling(file.path)?.kind === "matched") {
      // An empty label file says that its image shows nothing.
      context.use(file);
      labels.push(file);
    }
  }
  return { sets, labels, classIndices };
}

async function readImageLists(context: ReadContext): Promise<Map<string, string[]>> {
  const lists = new Map<string, string[]>();
  for (const file of context.others) {
    if (!file.path.toLowerCase().endsWith(".txt")) continue;
    const text = await file.text();
    if (kindOfYoloText(text) !== "images") continue;
    context.use(file);
    lists.set(
      file.path,
      yoloLines(text).map(({ line }) => line),
    );
  }
  return lists;
}

/** Of several class lists the one in the nearest folder above; data.yaml before the others. */
function setFor(sets: readonly YoloSet[], path: string): YoloSet | null {
  const named = sets.filter((set) => set.names.size > 0);
  const folderOf = (one: string): string => one.slice(0, one.lastIndexOf("/") + 1);
  const above = named.filter((set) => path.startsWith(folderOf(set.path)));
  above.sort((a, b) => folderOf(b.path).length - folderOf(a.path).length);
  return above[0] ?? named[0] ?? null;
}

/** @returns whether a line was a polygon. */
async function readLabels(
  context: ReadContext,
  path: string,
  text: string,
  set: YoloSet | null,
  subsets: ReadonlyMap<string, string>,
): Promise<boolean> {
  const { document } = context;
  const lines = yoloLines(text);
  const match = document.matchSibling(path) as ImageMatch;
  const entry: ImageEntry = {
    key: path,
    fileName: match.kind === "matched" ? match.path : path,
    size: null,
    fromFile: path,
  };
  if (match.kind !== "matched") {
    document.skipImage({ ...entry, fileName: `for ${baseName(path)}` }, match, lines.length);
    return false;
  }
  const size = (await context.images?.sizePx(match.path)) ?? null;
  if (size === null) {
    const what = `the size of ${match.path} cannot be read, and the coordinates are fractions of it`;
    throw new FormatError(path, what, "Replace the image; its annotations were left out");
  }
  const image = document.addImage({ ...entry, size, subset: subsets.get(match.path) ?? null }, match);
  const keypointValues = set?.keypointValues ?? null;
  const isAmongPolygons = keypointValues === null && lines.some(({ line }) => line.split(/\s+/).length > 6);
  const reading = coordinatesOf(
    lines.map(({ line }) => line),
    size,
    context.options.coordinates,
  );
  const drawnIn = reading.arePixels ? { widthPx: 1, heightPx: 1 } : size;
  const lineOfText = new Map<string, number>();
  let hasPolygons = false;
  for (const { number, line } of lines) {
    const place = `${path} line ${number}`;
    const before = lineOfText.get(line);
    if (before !== undefined) {
      document.ledger.annotation(place, [{ kind: "merged", reason: `the same as line ${before}` }]);
      continue;
    }
    lineOfText.set(line, number);
    const notes: LedgerNote[] = reading.guess === null ? [] : [{ kind: "guessed", reason: reading.guess }];
    const read = readYoloLine(line, drawnIn, { keypointValues, isAmongPolygons }, notes);
    const shape = read === null ? null : settleShape(read.geometry, read.boxXywhPx, size, notes);
    let categoryName = "";
    if (read !== null && shape !== null) {
      const known = set?.names.get(read.classIndex);
      categoryName = known !== undefined && known !== "" ? known : `class ${read.classIndex}`;
      if (set !== null && (known === undefined || known === "")) {
        notes.push({ kind: "guessed", reason: `class ${read.classIndex} has no name in ${set.path}` });
      }
    }
    document.ledger.annotation(place, notes);
    if (read === null || shape === null) continue;
    if (read.geometry.type === "polygon") hasPolygons = true;
    document.addCategory(categoryName, String(read.classIndex));
    image.annotations.push({
      key: place,
      categoryName,
      geometry: shape.geometry,
      boxXywhPx: shape.boxXywhPx,
      areaPx: shape.areaPx,
      isCrowd: false,
      raw: { file: path, line },
    });
  }
  return hasPolygons;
}

import type { LedgerNote } from "../../document/LedgerBuilder.ts";
import type { DocumentAnnotation, DocumentImage } from "../../document/types.ts";
import type { DocumentBuilder, ImageEntry } from "../DocumentBuilder.ts";
import { FormatError } from "../FormatError.ts";
import type { ImageMatch } from "../matchImages.ts";
import { parseJson } from "../parseJson.ts";
import { isRecord, type JsonRecord } from "../records.ts";
import { type ImageSize, settleShape } from "../settleShape.ts";
import { imageNamesOf } from "./labelStudioImage.ts";
import { geometryFromLabelStudio, labelsOf, sizeOfResult } from "./labelStudioShape.ts";

/**
 * Reads Label Studio's JSON export, a list of tasks. Of several annotators the ground truth is taken, else the last who
 * finished; drafts, predictions and cancelled work are left out, and the ledger says so.
 * @throws FormatError when the file as a whole cannot be read.
 */
export function parseLabelStudio(path: string, text: string, document: DocumentBuilder): void {
  const root = parseJson(path, text);
  const tasks = Array.isArray(root) ? root : [root];
  if (!tasks.some((task) => isRecord(task) && isRecord(task.data))) {
    throw new FormatError(
      path,
      "no task with data is in it",
      "Export it again from Label Studio as JSON (not JSON-MIN)",
    );
  }
  tasks.forEach((task, i) => {
    const key = `${path} [${i}]`;
    if (isRecord(task) && isRecord(task.data)) readTask(path, key, task, document);
    else document.ledger.warn("the record is no task: it holds no data", key);
  });
}

interface Region {
  readonly place: string;
  readonly records: JsonRecord[];
}

function readTask(path: string, key: string, task: JsonRecord, document: DocumentBuilder): void {
  const all = listOf(task.annotations ?? task.completions);
  const chosen = chooseAnnotation(all);
  const results = chosen === null ? [] : listOf(chosen.annotation.result);
  const regions = regionsOf(results, `${key}.annotations[${chosen?.index ?? 0}]`);
  const size = results.map(sizeOfResult).find((one) => one !== null) ?? null;
  const names = imageNamesOf(task);
  const tags = choicesOf(results);
  const entry: ImageEntry = { key, fileName: names[0] ?? "", size, fromFile: path, tags };
  const match = matchFirst(entry, names, document);
  for (const [index, annotation] of all.entries()) {
    if (index === chosen?.index) continue;
    const count = isRecord(annotation) ? regionsOf(listOf(annotation.result), "").length : 0;
    const isCancelled = isRecord(annotation) && annotation.was_cancelled === true;
    const reason = isCancelled ? "cancelled by its annotator" : "by another annotator of the same task";
    document.ledger.annotationsDropped(`${key}.annotations[${index}]`, count, `${reason}; ${count} left out`);
  }
  for (const [name, what] of [
    ["drafts", "drafts"],
    ["predictions", "predictions"],
  ] as const) {
    const count = listOf(task[name]).length;
    if (count > 0) document.ledger.warn(`${count} ${what} are not imported`, key);
  }
  if (match !== null && match.kind !== "matched") {
    document.skipImage(entry, match, regions.length);
    return;
  }
  const image = document.addImage(entry, match);
  const rotation = results
    .map((result) => (isRecord(result) ? result.image_rotation : 0))
    .find((turn) => turn !== 0 && turn != null);
  if (rotation !== undefined) {
    document.ledger.warn(
      `the image was shown turned by ${String(rotation)} degrees: shapes are read as of the unturned image`,
      key,
    );
  }
  addRegions(image, regions, size, document);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The ground truth, else the one last updated that was not cancelled. */
function chooseAnnotation(all: readonly unknown[]): { index: number; annotation: JsonRecord } | null {
  const finished = all.flatMap((annotation, index) =>
    isRecord(annotation) && annotation.was_cancelled !== true ? [{ index, annotation }] : [],
  );
  const truth = finished.find(({ annotation }) => annotation.ground_truth === true);
  if (truth !== undefined) return truth;
  const time = ({ annotation }: { annotation: JsonRecord }): string =>
    String(annotation.updated_at ?? annotation.created_at ?? "");
  return finished.reduce<(typeof finished)[number] | null>(
    (last, one) => (last === null || time(one) > time(last) ? one : last),
    null,
  );
}

/** Results of one id are one region: its shape, and in older set-ups its labels beside it. */
function regionsOf(results: readonly unknown[], place: string): Region[] {
  const regions = new Map<string, Region>();
  results.forEach((result, i) => {
    if (!isRecord(result)) {
      regions.set(`#${i}`, { place: `${place}.result[${i}]`, records: [] });
      return;
    }
    // Choices and texts describe the image, and relations join regions: none is a region.
    const isRegion =
      isRecord(result.value) && (result.value.choices ?? result.value.text ?? result.value.rating) === undefined;
    if (!isRegion) return;
    const id = typeof result.id === "string" ? result.id : `#${i}`;
    const known = regions.get(id);
    if (known === undefined) regions.set(id, { place: `${place}.result[${i}]`, records: [result] });
    else known.records.push(result);
  });
  return [...regions.values()];
}

/** What was ticked for the image as a whole: choices that share no id with a region. */
function choicesOf(results: readonly unknown[]): string[] {
  const regionIds = new Set(
    regionsOf(results, "").flatMap(({ records }) => records.flatMap(({ id }) => (typeof id === "string" ? id : []))),
  );
  return results.flatMap((result) => {
    if (!isRecord(result) || !isRecord(result.value) || regionIds.has(String(result.id))) return [];
    return listOf(result.value.choices).filter((choice) => typeof choice === "string");
  });
}

function matchFirst(entry: ImageEntry, names: readonly string[], document: DocumentBuilder): ImageMatch | null {
  let best: ImageMatch | null = document.match(entry);
  if (best === null || best.kind === "matched") return best;
  for (const fileName of names.slice(1)) {
    const match = document.match({ ...entry, fileName });
    if (match?.kind === "matched") return match;
    if (match?.kind === "ambiguous") best = match;
  }
  return best;
}

/** A box within this of a shape's own box, of the same class, is that shape's box: some importers make both. */
const SAME_BOX_PX = 0.5;

function addRegions(
  image: DocumentImage,
  regions: readonly Region[],
  size: ImageSize | null,
  document: DocumentBuilder,
): void {
  const read = regions.map((region) => {
    const notes: LedgerNote[] = [];
    return { place: region.place, notes, annotation: readRegion(region, size, notes) };
  });
  for (const { place, notes, annotation } of read) {
    const shape =
      annotation?.geometry.type === "box" ? read.find((other) => isBoxOf(annotation, other.annotation)) : undefined;
    if (shape !== undefined) notes.unshift({ kind: "merged", reason: `it is the box of ${shape.place}` });
    document.ledger.annotation(place, notes);
    if (annotation === null || shape !== undefined) continue;
    document.addCategory(annotation.categoryName, null);
    image.annotations.push(annotation);
  }
}

function isBoxOf(box: DocumentAnnotation, shape: DocumentAnnotation | null): boolean {
  return (
    shape !== null &&
    shape.geometry.type !== "box" &&
    shape.categoryName === box.categoryName &&
    box.boxXywhPx.every((value, i) => Math.abs(value - (shape.boxXywhPx[i] as number)) <= SAME_BOX_PX)
  );
}

function readRegion(
  { place, records }: Region,
  size: ImageSize | null,
  notes: LedgerNote[],
): DocumentAnnotation | null {
  const drop = (reason: string): null => {
    notes.push({ kind: "dropped", reason });
    return null;
  };
  const values = records.map(({ value }) => value).filter(isRecord);
  const labels = [...new Set(values.flatMap(labelsOf).map((label) => label.trim()))].filter((label) => label !== "");
  const [categoryName, ...others] = labels;
  const [value] = values;
  if (value === undefined) return drop("the region is not an object");
  if (categoryName === undefined) return drop("the region has no label");
  if (size === null) return drop("original_width and original_height are missing, and coordinates are percent of them");
  if (others.length > 0) notes.push({ kind: "guessed", reason: `it is also ${others.join(", ")}: one class is kept` });
  const unsettled = geometryFromLabelStudio(value, sizeOfResult(records[0]) ?? size, notes);
  const shape = unsettled === null ? null : settleShape(unsettled.geometry, unsettled.boxXywhPx, size, notes);
  if (shape === null) return null;
  const { geometry, boxXywhPx, areaPx } = shape;
  const raw = records.length === 1 ? withoutRle(records[0] as JsonRecord) : records;
  return { key: place, categoryName, geometry, boxXywhPx, areaPx, isCrowd: false, raw };
}

/** The run lengths are kept as the shape: their list of bytes would be many times as long. */
function withoutRle(record: JsonRecord): JsonRecord {
  if (!isRecord(record.value) || record.value.rle === undefined) return record;
  const { rle: _rle, ...value } = record.value;
  return { ...record, value };
}

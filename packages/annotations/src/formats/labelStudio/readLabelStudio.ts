import type { FormatName } from "../../document/types.ts";
import { readJson } from "../json/readJson.ts";
import type { DocumentBuilder, ImageEntry } from "../reading/DocumentBuilder.ts";
import { FormatError } from "../reading/FormatError.ts";
import type { ReadContext } from "../reading/FormatReader.ts";
import type { ImageMatch } from "../reading/matchImages.ts";
import { isRecord, type JsonRecord, wordsOf } from "../reading/records.ts";
import type { ImageSize } from "../reading/settleShape.ts";
import { readLabelStudioConfig } from "./labelStudioConfig.ts";
import { addRegions, type Region, regionsOf } from "./labelStudioRegions.ts";
import { sizeOfResult } from "./labelStudioShape.ts";
import { type ImageTag, imageOfRegion, imagesOfTask, type TaskImage } from "./taskImages.ts";

/** Reads task lists, and of a labelling configuration beside them the classes, their order, and which image is which. */
export async function readLabelStudio(context: ReadContext): Promise<FormatName> {
  const { document } = context;
  const tags: ImageTag[] = [];
  for (const file of context.others) {
    if (!file.path.toLowerCase().endsWith(".xml")) continue;
    const config = readLabelStudioConfig(await file.text());
    if (config === null) continue;
    context.use(file);
    for (const label of config.labels) document.addCategory(label, null);
    tags.push(...config.images);
  }
  for (const file of context.files) {
    await context.attempt(file.path, async () => parseLabelStudio(file.path, await readJson(file), tags, context));
  }
  return "label-studio";
}

/**
 * One JSON export, a list of tasks. Of several annotators the ground truth is taken, else the last who
 * finished; drafts, predictions and cancelled work are left out, and the ledger says so.
 * @throws FormatError when the file as a whole cannot be read.
 */
async function parseLabelStudio(
  path: string,
  root: unknown,
  tags: readonly ImageTag[],
  context: ReadContext,
): Promise<void> {
  const tasks = Array.isArray(root) ? root : [root];
  if (!tasks.some((task) => isRecord(task) && isRecord(task.data))) {
    throw new FormatError(
      path,
      "no task with data is in it",
      "Export it again from Label Studio as JSON (not JSON-MIN)",
    );
  }
  const chosenOf = tasks.map((task) => (isRecord(task) ? chooseAnnotation(annotationsOf(task)) : null));
  const toNames = new Set(
    chosenOf.flatMap((chosen) =>
      listOf(chosen?.annotation.result).flatMap((result) => (isRecord(result) ? (result.to_name ?? []) : [])),
    ),
  );
  for (const [i, task] of tasks.entries()) {
    const key = `${path} [${i}]`;
    if (!isRecord(task) || !isRecord(task.data)) {
      context.document.ledger.warn("the record is no task: it holds no data", key);
      continue;
    }
    const chosen = chosenOf[i] ?? null;
    warnOfOthers(key, task, chosen?.index ?? null, context.document);
    await readTask(path, key, listOf(chosen?.annotation.result), chosen?.index ?? 0, context, {
      task,
      images: imagesOfTask(task, tags, toNames.size > 1),
    });
  }
}

function annotationsOf(task: JsonRecord): readonly unknown[] {
  return listOf(task.annotations ?? task.completions);
}

/** What of a task is not taken: other annotators, drafts, predictions. */
function warnOfOthers(key: string, task: JsonRecord, chosen: number | null, document: DocumentBuilder): void {
  for (const [index, annotation] of annotationsOf(task).entries()) {
    if (index === chosen) continue;
    const count = isRecord(annotation) ? regionsOf(listOf(annotation.result), "").length : 0;
    const isCancelled = isRecord(annotation) && annotation.was_cancelled === true;
    const reason = isCancelled ? "cancelled by its annotator" : "by another annotator of the same task";
    document.ledger.annotationsDropped(`${key}.annotations[${index}]`, count, `${reason}; ${count} left out`);
  }
  for (const name of ["drafts", "predictions"] as const) {
    const count = listOf(task[name]).length;
    if (count > 0) document.ledger.warn(`${count} ${name} are not imported`, key);
  }
}

async function readTask(
  path: string,
  key: string,
  results: readonly unknown[],
  index: number,
  context: ReadContext,
  { task, images }: { readonly task: JsonRecord; readonly images: readonly TaskImage[] },
): Promise<void> {
  const { document } = context;
  const regions = regionsOf(results, `${key}.annotations[${index}]`);
  const imageOf = new Map(regions.map((region) => [region, imageOfRegion(images, region.records[0])]));
  for (const image of images) {
    const ofImage = regions.filter((region) => imageOf.get(region) === image);
    const ownResults = results.filter((result) => isRecord(result) && imageOfRegion(images, result) === image);
    const stated = ownResults.map(sizeOfResult).find((one) => one !== null) ?? null;
    const entry: ImageEntry = {
      key: images.length === 1 ? key : `${key} ${image.field}${image.index === null ? "" : `[${image.index}]`}`,
      fileName: image.names[0] ?? "",
      size: stated,
      fromFile: path,
      tags: choicesOf(ownResults),
    };
    const match = matchFirst(entry, image.names, document);
    if (match !== null && match.kind !== "matched") document.skipImage(entry, match, ofImage.length);
    else await readTaskImage(entry, match, ofImage, ownResults, context);
  }
  for (const { place, records } of regions.filter((region) => imageOf.get(region) === null)) {
    const fields = [...new Set(images.map(({ field }) => field))].join(", ");
    const reason = `which image of its task it lies on is not clear: to_name is ${wordsOf(records[0]?.to_name)}, the task shows ${fields}; put the labelling configuration (.xml) beside the tasks`;
    document.ledger.annotation(place, [{ kind: "dropped", reason }]);
  }
  if (images.length === 0 && Object.keys(task).length > 0) document.ledger.warn("the task shows no image", key);
}

/** Coordinates are percent of the picture that people saw: its own size counts, whatever size the file remembers. */
async function readTaskImage(
  entry: ImageEntry,
  match: Extract<ImageMatch, { kind: "matched" }> | null,
  regions: readonly Region[],
  results: readonly unknown[],
  { document, images }: ReadContext,
): Promise<void> {
  const picture = match === null || images === null ? null : await images.sizePx(match.path);
  const size = picture ?? entry.size;
  const image = document.addImage({ ...entry, size }, match);
  if (picture !== null && entry.size !== null && !isSameSize(picture, entry.size)) {
    document.ledger.warn(
      `the file says the image is ${entry.size.widthPx} x ${entry.size.heightPx}, ${match?.path} is ${picture.widthPx} x ${picture.heightPx}: percentages are read as of the latter`,
      entry.key,
    );
  }
  const rotation = results
    .map((result) => (isRecord(result) ? result.image_rotation : 0))
    .find((turn) => turn !== 0 && turn != null);
  if (rotation !== undefined) {
    document.ledger.warn(
      `the image was shown turned by ${wordsOf(rotation)} degrees: shapes are read as of the unturned image`,
      entry.key,
    );
  }
  addRegions(image, regions, size, document);
}

function isSameSize(a: ImageSize, b: ImageSize): boolean {
  return a.widthPx === b.widthPx && a.heightPx === b.heightPx;
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
    wordsOf(annotation.updated_at ?? annotation.created_at ?? "");
  return finished.reduce<(typeof finished)[number] | null>(
    (last, one) => (last === null || time(one) > time(last) ? one : last),
    null,
  );
}

/** What was ticked for the image as a whole: choices that share no id with a region. */
function choicesOf(results: readonly unknown[]): string[] {
  const regionIds = new Set(
    regionsOf(results, "").flatMap(({ records }) => records.flatMap(({ id }) => (typeof id === "string" ? id : []))),
  );
  return results.flatMap((result) => {
    if (!isRecord(result) || !isRecord(result.value) || regionIds.has(wordsOf(result.id))) return [];
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

import type { FormatName } from "../../document/types.ts";
import { readJson } from "../json/readJson.ts";
import type { DocumentBuilder, ImageEntry } from "../reading/DocumentBuilder.ts";
import { FormatError } from "../reading/FormatError.ts";
import type { ReadContext } from "../reading/FormatReader.ts";
import type { ImageMatch } from "../reading/matchImages.ts";
import { isRecord, type JsonRecord, wordsOf } from "../reading/records.ts";
import { labelsOfConfig } from "./labelStudioConfig.ts";
import { imageNamesOf } from "./labelStudioImage.ts";
import { addRegions, regionsOf } from "./labelStudioRegions.ts";
import { sizeOfResult } from "./labelStudioShape.ts";

/** Reads task lists, and of a labelling configuration beside them the classes and their order. */
export async function readLabelStudio(context: ReadContext): Promise<FormatName> {
  const { document } = context;
  for (const file of context.others) {
    if (!file.path.toLowerCase().endsWith(".xml")) continue;
    const labels = labelsOfConfig(await file.text());
    if (labels === null) continue;
    context.use(file);
    for (const label of labels) document.addCategory(label, null);
  }
  for (const file of context.files) {
    await context.attempt(file.path, async () => parseLabelStudio(file.path, await readJson(file), document));
  }
  return "label-studio";
}

/**
 * One JSON export, a list of tasks. Of several annotators the ground truth is taken, else the last who
 * finished; drafts, predictions and cancelled work are left out, and the ledger says so.
 * @throws FormatError when the file as a whole cannot be read.
 */
function parseLabelStudio(path: string, root: unknown, document: DocumentBuilder): void {
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

function readTask(path: string, key: string, task: JsonRecord, document: DocumentBuilder): void {
  const all = listOf(task.annotations ?? task.completions);
  const chosen = chooseAnnotation(all);
  const results = chosen === null ? [] : listOf(chosen.annotation.result);
  const regions = regionsOf(results, `${key}.annotations[${chosen?.index ?? 0}]`);
  const size = results.map(sizeOfResult).find((one) => one !== null) ?? null;
  const names = imageNamesOf(task);
  const entry: ImageEntry = { key, fileName: names[0] ?? "", size, fromFile: path, tags: choicesOf(results) };
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
      `the image was shown turned by ${wordsOf(rotation)} degrees: shapes are read as of the unturned image`,
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

import type { BoxXywhPx, Geometry } from "../document/types.ts";
import { cocoId, readCocoFile } from "../formats/coco/cocoFile.ts";
import { geometryFromSegmentation } from "../formats/coco/cocoSegmentation.ts";
import { readJsonWithIds } from "../formats/json/readJson.ts";
import { FormatError } from "../formats/reading/FormatError.ts";
import { finiteNumber, isRecord, type JsonRecord, positiveSize } from "../formats/reading/records.ts";
import type { SourceFile } from "../formats/reading/SourceFile.ts";
import { geometryAreaPx } from "../geometry/geometryAreaPx.ts";
import { geometryBoxXywhPx } from "../geometry/geometryBoxXywhPx.ts";
import { evaluateDetections } from "./evaluateDetections.ts";
import type {
  EvaluationCategory,
  EvaluationDetection,
  EvaluationGroundTruth,
  EvaluationImage,
  EvaluationResult,
  IouType,
} from "./types.ts";

export interface CocoFilesEvaluation extends EvaluationResult {
  /** What a user should know about the numbers. */
  readonly warnings: readonly string[];
}

/**
 * Evaluates a COCO results file against a COCO ground truth file with the same numbers as pycocotools, its oddities
 * included: images and categories count in the order of their ids, ground truth with annotation id 0 counts as
 * unmatched (a warning says so), and results that hold boxes take their area from the box, for masks too.
 * @throws FormatError naming the file and the record.
 */
export async function evaluateCocoFiles(options: {
  readonly groundTruth: SourceFile;
  readonly results: SourceFile;
  readonly iouType: IouType;
}): Promise<CocoFilesEvaluation> {
  const { groundTruth, results, iouType } = options;
  const file = readCocoFile(groundTruth.path, await readJsonWithIds(groundTruth));
  const images = file.images.map((record, i) => readImage(record, `${groundTruth.path} images[${i}]`)).sort(byId);
  const categories = file.categories
    .map((record, i) => readCategory(record, `${groundTruth.path} categories[${i}]`))
    .sort(byId);
  const sizes = new Map(images.map((image) => [image.id, image]));
  const groundTruths = file.annotations.map((record, i) =>
    readGroundTruth(record, `${groundTruth.path} annotations[${i}]`, sizes, iouType),
  );
  const records = readResults(results.path, await readJsonWithIds(results));
  const hasBoxes = Array.isArray(records[0]?.bbox) && records[0].bbox.length > 0;
  const detections = records.map((record, i) =>
    readDetection(record, `${results.path} [${i}]`, sizes, iouType, hasBoxes),
  );

  const warnings: string[] = [];
  if (groundTruths.some((one) => one.id === "0")) {
    warnings.push("an annotation has id 0, which pycocotools counts as unmatched: so it does here. Number from 1");
  }
  const result = evaluateDetections({
    images,
    categories,
    groundTruths,
    detections,
    iouType,
    unmatchedGroundTruthId: "0",
  });
  if (result.ignoredDetectionCount > 0) {
    warnings.push(`${result.ignoredDetectionCount} detections have a category that the ground truth does not list`);
  }
  return { ...result, warnings };
}

function byId(a: { id: string | number }, b: { id: string | number }): number {
  const difference = Number(a.id) - Number(b.id);
  if (!Number.isNaN(difference) && difference !== 0) return difference;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

function recordAt(value: unknown, place: string): JsonRecord {
  if (isRecord(value)) return value;
  throw new FormatError(place, "the record is not an object", "Export the file again");
}

function idAt(record: JsonRecord, key: string, place: string): string {
  const id = cocoId(record[key]);
  if (id === null) throw new FormatError(place, `${key} is missing`, "Export the file again");
  return id;
}

function readImage(value: unknown, place: string): EvaluationImage {
  const record = recordAt(value, place);
  // Boxes can be compared on images of unknown size; masks cannot, and say so when they are drawn.
  return {
    id: idAt(record, "id", place),
    heightPx: positiveSize(record.height) ?? 0,
    widthPx: positiveSize(record.width) ?? 0,
  };
}

function readCategory(value: unknown, place: string): EvaluationCategory {
  const record = recordAt(value, place);
  const id = idAt(record, "id", place);
  return { id, name: typeof record.name === "string" ? record.name : `category ${id}` };
}

function readGroundTruth(
  value: unknown,
  place: string,
  sizes: ReadonlyMap<string | number, EvaluationImage>,
  iouType: IouType,
): EvaluationGroundTruth {
  const record = recordAt(value, place);
  const imageId = idAt(record, "image_id", place);
  const geometry = iouType === "segm" ? geometryAt(record, place, sizes.get(imageId)) : null;
  const boxXywhPx = boxAt(record) ?? (geometry === null ? null : geometryBoxXywhPx(geometry));
  if (boxXywhPx === null) throw new FormatError(place, "it has no bbox", "Give every annotation a bbox");
  if (!sizes.has(imageId)) throw new FormatError(place, `image_id ${imageId} is in no image`, "Repair the file");
  return {
    id: cocoId(record.id) ?? "",
    imageId,
    categoryId: idAt(record, "category_id", place),
    boxXywhPx,
    areaPx: finiteNumber(record.area) ?? geometryAreaPx(geometry ?? { type: "box" }, boxXywhPx),
    isCrowd: record.iscrowd === 1 || record.iscrowd === true,
    ...(geometry === null ? {} : { geometry }),
  };
}

function readDetection(
  record: JsonRecord,
  place: string,
  sizes: ReadonlyMap<string | number, EvaluationImage>,
  iouType: IouType,
  hasBoxes: boolean,
): EvaluationDetection {
  const imageId = idAt(record, "image_id", place);
  const score = finiteNumber(record.score);
  if (score === null) throw new FormatError(place, "it has no score", "A result has image_id, category_id and score");
  if (!sizes.has(imageId)) {
    throw new FormatError(place, `image_id ${imageId} is in no image of the ground truth`, "Compare files of one set");
  }
  const box = boxAt(record);
  if (hasBoxes && box === null) throw new FormatError(place, "it has no bbox, the first result has one", "Repair it");
  const needsGeometry = iouType === "segm" || box === null;
  const geometry: Geometry | null = !needsGeometry
    ? null
    : record.segmentation === undefined && box !== null
      ? { type: "box" }
      : geometryAt(record, place, sizes.get(imageId));
  const boxXywhPx = box ?? (geometry === null ? null : geometryBoxXywhPx(geometry));
  return {
    imageId,
    categoryId: idAt(record, "category_id", place),
    score,
    ...(boxXywhPx === null ? {} : { boxXywhPx }),
    ...(geometry === null ? {} : { geometry }),
    ...(hasBoxes && box !== null ? { areaPx: box[2] * box[3] } : {}),
  };
}

function readResults(path: string, root: unknown): JsonRecord[] {
  // A few tools write results as the `annotations` of a COCO file.
  const list = isRecord(root) ? root.annotations : root;
  if (!Array.isArray(list)) throw new FormatError(path, "the results are no list", "Give a list of results");
  return list.map((value, i) => recordAt(value, `${path} [${i}]`));
}

function boxAt(record: JsonRecord): BoxXywhPx | null {
  if (!Array.isArray(record.bbox) || record.bbox.length !== 4) return null;
  const [x, y, width, height] = record.bbox.map(finiteNumber);
  return x == null || y == null || width == null || height == null ? null : [x, y, width, height];
}

function geometryAt(record: JsonRecord, place: string, image: EvaluationImage | undefined): Geometry {
  const notes: { kind: "dropped" | "merged" | "rounded" | "clipped" | "guessed"; reason: string }[] = [];
  const geometry = geometryFromSegmentation(record.segmentation, image ?? null, notes);
  if (geometry !== null) return geometry;
  const why = notes.map((note) => note.reason).join("; ") || "it has no segmentation";
  throw new FormatError(place, why, "Masks can only be compared where every record has one; or compare boxes");
}

import type { LedgerNote } from "../../document/LedgerBuilder.ts";
import type { DocumentAnnotation, DocumentImage } from "../../document/types.ts";
import type { DocumentBuilder } from "../reading/DocumentBuilder.ts";
import { isRecord, type JsonRecord } from "../reading/records.ts";
import { type ImageSize, settleShape } from "../reading/settleShape.ts";
import { CROWD_NOTE, geometryFromLabelStudio, isBoxOf, labelsOf, sizeOfResult } from "./labelStudioShape.ts";

export interface Region {
  readonly place: string;
  readonly records: JsonRecord[];
}

/** Results of one id are one region: its shape, and in older set-ups its labels beside it. */
export function regionsOf(results: readonly unknown[], place: string): Region[] {
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

/** Adds what the regions of a task are; of a shape and its box, which some importers make both, one annotation. */
export function addRegions(
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
  const unsettled = geometryFromLabelStudio(value, size, sizeOfResult(records[0]) ?? size, notes);
  const shape = unsettled === null ? null : settleShape(unsettled.geometry, unsettled.boxXywhPx, size, notes);
  if (shape === null) return null;
  const { geometry, boxXywhPx, areaPx } = shape;
  const raw = records.length === 1 ? withoutRle(records[0] as JsonRecord) : records;
  return { key: place, categoryName, geometry, boxXywhPx, areaPx, isCrowd: isNotedAsCrowd(records[0]), raw };
}

/** Our own exports note a crowd so; Label Studio has no mark for one. */
function isNotedAsCrowd(record: JsonRecord | undefined): boolean {
  const notes = isRecord(record?.meta) ? record.meta.text : null;
  return Array.isArray(notes) && notes.includes(CROWD_NOTE);
}

/** The run lengths are kept as the shape: their list of bytes, and a picture of it, would be many times as long. */
function withoutRle(record: JsonRecord): JsonRecord {
  if (!isRecord(record.value)) return record;
  const { rle: _rle, imageDataURL: _image, ...value } = record.value;
  return { ...record, value };
}

import { type Amendment, amendLedger, type Remark } from "../../document/amendLedger.ts";
import type { WritableFormat } from "../../document/formatNames.ts";
import type { Ledger } from "../../document/ledger.ts";
import type { DocumentImage } from "../../document/types.ts";
import { sideDistancePx } from "../../geometry/sideDistancePx.ts";
import { cocoWriter } from "../coco/cocoWriter.ts";
import { csvWriter } from "../csv/csvWriter.ts";
import { cvatWriter } from "../cvat/cvatWriter.ts";
import { labelmeWriter } from "../labelme/labelmeWriter.ts";
import { labelStudioWriter } from "../labelStudio/labelStudioWriter.ts";
import { makesenseCsvWriter } from "../makesense/makesenseCsvWriter.ts";
import { makesenseVggWriter } from "../makesense/makesenseVggWriter.ts";
import { masksIndexedWriter } from "../masks/masksIndexedWriter.ts";
import { masksWriter } from "../masks/masksWriter.ts";
import { subsetFromPath } from "../reading/subsetFromPath.ts";
import { via1Writer } from "../via/via1Writer.ts";
import { viaCsvWriter } from "../via/viaCsvWriter.ts";
import { viaWriter } from "../via/viaWriter.ts";
import { vocWriter } from "../voc/vocWriter.ts";
import { boxOfShape } from "../writing/boxOfShape.ts";
import { safePath, UniquePaths } from "../writing/exportPaths.ts";
import type { FormatWriter, OutputFile, WritableDocument, WriteContext, WriteOptions } from "../writing/OutputFile.ts";
import { yoloSegWriter, yoloWriter } from "../yolo/yoloWriter.ts";

export const WRITERS: Readonly<Record<WritableFormat, FormatWriter>> = {
  coco: cocoWriter,
  labelme: labelmeWriter,
  voc: vocWriter,
  yolo: yoloWriter,
  "yolo-seg": yoloSegWriter,
  cvat: cvatWriter,
  via: viaWriter,
  "via-csv": viaCsvWriter,
  "via-1": via1Writer,
  "label-studio": labelStudioWriter,
  "makesense-csv": makesenseCsvWriter,
  "makesense-vgg": makesenseVggWriter,
  csv: csvWriter,
  masks: masksWriter,
  "masks-indexed": masksIndexedWriter,
};

export interface AnnotationExport {
  /** To be gone through once; each file is made when it is its turn. */
  readonly files: Iterable<OutputFile>;
  /** Where each image has to lie for the files to find it. */
  readonly imagePathOf: ReadonlyMap<DocumentImage, string>;
  /** What the format could not hold. Whole only after the last file's content was gone through. */
  readonly amendments: readonly Amendment[];
  readonly remarks: readonly Remark[];
}

/**
 * A document as files of a format. The same document gives the same bytes. What a format cannot hold as it is is told,
 * annotation by annotation.
 */
export function writeAnnotations(
  document: WritableDocument,
  format: WritableFormat,
  options: WriteOptions = {},
): AnnotationExport {
  const writer = WRITERS[format];
  const amendments: Amendment[] = [];
  const remarks: Remark[] = [];
  const remark = (place: string, reason: string, kind: Remark["kind"] = "warning") => {
    remarks.push({ kind, reason, place });
  };
  const paths = new UniquePaths(writer.isByStem);
  const hasSubsets = document.images.some(({ subset }) => subset !== null);
  const imagePathOf = new Map<DocumentImage, string>();
  document.images.forEach((image, i) => {
    const named = image.matchedPath ?? image.fileName;
    const safe = safePath(named) || `image-${i + 1}`;
    const wanted = writer.imagePath(safe, image.subset, hasSubsets, options);
    const path = paths.take(wanted);
    imagePathOf.set(image, path);
    if (writer.isSubsetInPath && image.subset !== null && subsetFromPath(path) !== image.subset) {
      remark(
        image.key,
        `it is in subset ${image.subset}, and its name says ${subsetFromPath(path)}: the name will be believed`,
      );
    }
    if (path !== wanted) remark(image.key, `${named} is called ${path}: another image has the name it would have`);
    else if (safe !== named)
      remark(image.key, `${JSON.stringify(named)} is called ${path}: the name is none for a file`);
  });
  const tagged = document.images.filter(({ tags }) => (tags ?? []).length > 0).length;
  if (tagged > 0 && !writer.keepsTags) {
    remark(
      "tags",
      `${tagged} ${tagged === 1 ? "image loses its" : "images lose their"} tags: ${format} has no place for them`,
    );
  }
  const note: WriteContext["note"] = (annotation, kind, reason) => {
    amendments.push({ place: annotation.key, kind, reason });
  };
  if (writer.precision.isBoxOfShape) remarkOwnBoxes(document, remark);
  const files = writer.files({ document, imagePathOf, options, note, remark });
  return { files, imagePathOf, amendments, remarks };
}

/** Rounding errors are no difference. */
const SAME_BOX_PX = 1e-3;

/** Tools round boxes: where only the outline is written, they come back as the outline's. One line says so for all of them. */
function remarkOwnBoxes({ images }: WritableDocument, remark: WriteContext["remark"]): void {
  const distancesPx = images.flatMap(({ annotations }) =>
    annotations.map((annotation) => sideDistancePx(annotation.boxXywhPx, boxOfShape(annotation))),
  );
  const apart = distancesPx.filter((distancePx) => distancePx > SAME_BOX_PX);
  if (apart.length === 0) return;
  const most = apart.reduce((max, distancePx) => Math.max(max, distancePx), 0).toFixed(2);
  remark(
    "boxes",
    `${apart.length} ${apart.length === 1 ? "box is" : "boxes are"} up to ${most} px from those of their shapes, which alone are kept`,
  );
}

/** The ledger of a document that was stored and not read: everything kept, then what writing it changed. */
export function exportLedger(
  document: WritableDocument,
  written: Pick<AnnotationExport, "amendments" | "remarks">,
): Ledger {
  const count = document.images.reduce((sum, { annotations }) => sum + annotations.length, 0);
  const images = document.images.length;
  const annotations = { read: count, kept: count, merged: 0, rounded: 0, clipped: 0, guessed: 0, dropped: 0 };
  const stored = {
    annotations,
    images: { read: images, matched: images, missing: 0, ambiguous: 0, unmentioned: 0 },
    entries: [],
  };
  return amendLedger(stored, written.amendments, written.remarks);
}

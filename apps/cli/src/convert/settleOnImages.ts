import {
  type Amendment,
  type AnnotationDocument,
  amendLedger,
  type DocumentAnnotation,
  frameOf,
  type Remark,
  settleAnnotation,
  sizeWarning,
} from "@maskyard/annotations";
import { readOrientation } from "./imageFiles.ts";

/** A document in the frame of its upright images, cut to them, as an import would store it; the ledger says what that changed. */
export async function settleOnImages(
  document: AnnotationDocument,
  read: (path: string) => Promise<Buffer>,
): Promise<AnnotationDocument> {
  const amendments: Amendment[] = [];
  const remarks: Remark[] = [];
  for (const image of document.images) {
    if (image.matchedPath === null) continue;
    const file = await readOrientation(await read(image.matchedPath));
    if (file === null) continue;
    remarks.push(...[sizeWarning(image, image.matchedPath, file)].filter((one) => one !== null));
    const isAsStated = image.widthPx === file.widthPx && image.heightPx === file.heightPx;
    const frame = frameOf(document.coordinateFrame, image, file);
    image.widthPx = file.widthPx;
    image.heightPx = file.heightPx;
    if (isAsStated && file.exifOrientation === 1) continue;
    image.annotations = image.annotations.flatMap((annotation): DocumentAnnotation[] => {
      const { shape, amendment } = settleAnnotation(annotation, file, frame);
      if (amendment !== null) amendments.push(amendment);
      return shape === null ? [] : [{ ...annotation, ...shape }];
    });
  }
  return { ...document, ledger: amendLedger(document.ledger, amendments, remarks) };
}

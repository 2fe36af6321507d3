import {
  type Amendment,
  type AnnotationDocument,
  amendLedger,
  type DocumentImage,
  type ReaderOptions,
  type Remark,
  type SettledImage,
  settleImage,
} from "@maskyard/annotations";
import { readOrientation } from "./imageFiles.ts";

/** A document in the frame of its upright images, cut to them, as an import would store it; the ledger says what that changed. */
export async function settleOnImages(
  document: AnnotationDocument,
  read: (path: string) => Promise<Buffer>,
  options: ReaderOptions,
): Promise<AnnotationDocument> {
  const amendments: Amendment[] = [];
  const remarks: Remark[] = [];
  for (const image of document.images) {
    const file = image.matchedPath === null ? asStated(image) : await readOrientation(await read(image.matchedPath));
    if (file === null) continue;
    const result = settleImage(document, image, image.matchedPath ?? image.fileName, file, options);
    amendments.push(...result.amendments);
    remarks.push(...result.remarks);
    image.widthPx = file.widthPx;
    image.heightPx = file.heightPx;
    image.annotations = result.settled.map(({ annotation, shape }) => ({ ...annotation, ...shape }));
  }
  return { ...document, ledger: amendLedger(document.ledger, amendments, remarks) };
}

/** Where pictures are not looked for, the size that the file states has to do. */
function asStated({ widthPx, heightPx }: DocumentImage): SettledImage | null {
  return widthPx === null || heightPx === null ? null : { widthPx, heightPx, exifOrientation: 1 };
}

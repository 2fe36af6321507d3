import type { LedgerBuilder } from "../../document/LedgerBuilder.ts";
import type { DocumentImage } from "../../document/types.ts";
import type { ReaderOptions } from "./FormatReader.ts";

/**
 * Crowds train nothing and are judged leniently, so a class of nothing else is worth a word: CVAT marks each mask that was drawn with a
 * brush as one. Asked to, reads them as the objects that they are.
 */
export function settleCrowds(
  images: readonly DocumentImage[],
  wanted: NonNullable<ReaderOptions["crowds"]>,
  ledger: LedgerBuilder,
): void {
  const counts = new Map<string, { all: number; crowds: number; first: string }>();
  for (const annotation of images.flatMap(({ annotations }) => annotations)) {
    const count = counts.get(annotation.categoryName) ?? { all: 0, crowds: 0, first: annotation.key };
    counts.set(annotation.categoryName, count);
    count.all++;
    if (!annotation.isCrowd) continue;
    if (count.crowds === 0) count.first = annotation.key;
    count.crowds++;
    if (wanted === "objects") annotation.isCrowd = false;
  }
  for (const [name, { all, crowds, first }] of counts) {
    if (wanted === "objects" && crowds > 0) {
      ledger.warn(`annotations of class ${name} marked as crowds (${crowds}) are read as objects, as asked for`, first);
    } else if (crowds === all) {
      ledger.warn(
        `every annotation of class ${name} (${all}) is marked as a crowd (iscrowd), which trains nothing: if they are objects, as CVAT's masks are, import again and read crowds as objects`,
        first,
      );
    }
  }
}

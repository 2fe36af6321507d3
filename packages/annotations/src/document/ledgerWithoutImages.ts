import type { Ledger, LedgerAnnotationCounts, LedgerEntry } from "./ledger.ts";
import type { DocumentImage } from "./types.ts";

/**
 * The ledger after images were left out for a reason that only their bytes could tell, for example a file that does
 * not decode: their annotations count as dropped, one entry an image.
 * @param images images of the ledger's own document, with the reason for each.
 */
export function ledgerWithoutImages(
  ledger: Ledger,
  images: readonly { readonly image: DocumentImage; readonly reason: string }[],
): Ledger {
  const lost = new Set(images.flatMap(({ image }) => image.annotations.map((annotation) => annotation.key)));
  const counts: Record<keyof LedgerAnnotationCounts, number> = { ...ledger.annotations };
  const entries: LedgerEntry[] = [];
  let explained = 0;
  for (const entry of ledger.entries) {
    const isOutcomeOfLost =
      lost.has(entry.place) && (entry.kind === "rounded" || entry.kind === "clipped" || entry.kind === "guessed");
    if (!isOutcomeOfLost) {
      entries.push(entry);
      continue;
    }
    counts[entry.kind as "rounded" | "clipped" | "guessed"]--;
    explained++;
  }
  counts.kept -= lost.size - explained;
  counts.dropped += lost.size;
  for (const { image, reason } of images) {
    const count = image.annotations.length;
    entries.push({ kind: count > 0 ? "dropped" : "warning", reason, place: image.key, annotations: count });
  }
  return { annotations: counts, images: ledger.images, entries };
}

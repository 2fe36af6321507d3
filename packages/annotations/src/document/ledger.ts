/** What became of one annotation, or a `warning` that changed none. */
export type LedgerKind = "kept" | "merged" | "rounded" | "clipped" | "guessed" | "dropped" | "warning";

export interface LedgerEntry {
  readonly kind: LedgerKind;
  /** Why, in a sentence a user understands. */
  readonly reason: string;
  /** Where in the source: file, then key or line. */
  readonly place: string;
}

/**
 * Annotations by outcome. Every source record read has exactly one outcome, so
 * `read = kept + merged + rounded + clipped + guessed + dropped`.
 *
 * kept: as it was. merged: joined into another annotation (its own record stands no more alone). rounded, clipped,
 * guessed: in the document, but not exactly as written. dropped: not in the document.
 */
export interface LedgerAnnotationCounts {
  readonly read: number;
  readonly kept: number;
  readonly merged: number;
  readonly rounded: number;
  readonly clipped: number;
  readonly guessed: number;
  readonly dropped: number;
}

/** Images the annotation files name: `read = matched + missing + ambiguous`, and image files that no entry names. */
export interface LedgerImageCounts {
  readonly read: number;
  readonly matched: number;
  readonly missing: number;
  readonly ambiguous: number;
  /** Image files present that no annotation file mentions. */
  readonly unmentioned: number;
}

/** What an import read and what it did not keep as it was. Nothing is capped. */
export interface Ledger {
  readonly annotations: LedgerAnnotationCounts;
  readonly images: LedgerImageCounts;
  readonly entries: readonly LedgerEntry[];
}

/** What became of annotations, or a `warning` that changed none. */
export type LedgerKind = "kept" | "merged" | "rounded" | "clipped" | "guessed" | "dropped" | "warning";

export interface LedgerEntry {
  readonly kind: LedgerKind;
  /** Why, in a sentence a user understands. */
  readonly reason: string;
  /** Where in the source: file, then key or line. Equals the `key` of the annotation or image it speaks of. */
  readonly place: string;
  /** How many annotations the entry speaks for; 0 for a warning or an unreadable file. */
  readonly annotations: number;
}

/**
 * Annotations by outcome. Every source record read has exactly one outcome, so
 * `read = kept + merged + rounded + clipped + guessed + dropped`, and the document holds `read - merged - dropped`.
 *
 * - kept: as it was.
 * - merged: joined into another annotation.
 * - rounded: coordinates changed to a coarser grid, or an area counted on one.
 * - clipped: cut to the image, or freed of a broken part.
 * - guessed: in the document, with something the source does not say or says in two ways.
 * - dropped: not in the document.
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

/**
 * What an import read and what it did not keep as it was. Nothing is capped: for every kind but `kept` the entries'
 * `annotations` sum to the count of that kind.
 */
export interface Ledger {
  readonly annotations: LedgerAnnotationCounts;
  readonly images: LedgerImageCounts;
  readonly entries: readonly LedgerEntry[];
}

import type { Ledger, LedgerEntry, LedgerKind } from "./ledger.ts";

/** Something that happened to one annotation on its way into the document. */
export interface LedgerNote {
  readonly kind: Exclude<LedgerKind, "kept" | "warning">;
  readonly reason: string;
}

export type ImageOutcome = "matched" | "missing" | "ambiguous";

/** An annotation with several notes counts as the first of these that it has. */
const GRAVEST_FIRST = ["dropped", "merged", "guessed", "clipped", "rounded"] as const;

/** Collects a {@link Ledger}. Counts are only ever changed together with the entry that explains them. */
export class LedgerBuilder {
  readonly #annotations = { read: 0, kept: 0, merged: 0, rounded: 0, clipped: 0, guessed: 0, dropped: 0 };
  readonly #images = { read: 0, matched: 0, missing: 0, ambiguous: 0, unmentioned: 0 };
  readonly #entries: LedgerEntry[] = [];

  /** Records one annotation read: kept as it was without notes, else one entry that gives all its reasons. */
  annotation(place: string, notes: readonly LedgerNote[]): void {
    const kind = GRAVEST_FIRST.find((candidate) => notes.some((note) => note.kind === candidate));
    this.#annotations.read++;
    this.#annotations[kind ?? "kept"]++;
    if (kind === undefined) return;
    this.#entries.push({ kind, reason: notes.map((note) => note.reason).join("; "), place, annotations: 1 });
  }

  /** Records annotations that are left out together, because of their image or file. */
  annotationsDropped(place: string, count: number, reason: string): void {
    this.#annotations.read += count;
    this.#annotations.dropped += count;
    this.#entries.push({ kind: count > 0 ? "dropped" : "warning", reason, place, annotations: count });
  }

  /** Records a file that could not be read; how many annotations it held is not known. */
  fileDropped(path: string, reason: string): void {
    this.#entries.push({ kind: "dropped", reason, place: path, annotations: 0 });
  }

  /** Records what became of an image that an annotation file names. */
  image(outcome: ImageOutcome): void {
    this.#images.read++;
    this.#images[outcome]++;
  }

  unmentionedImage(path: string): void {
    this.#images.unmentioned++;
    this.warn("no annotation file mentions this image: it comes without annotations", path);
  }

  warn(reason: string, place: string): void {
    this.#entries.push({ kind: "warning", reason, place, annotations: 0 });
  }

  build(): Ledger {
    return { annotations: { ...this.#annotations }, images: { ...this.#images }, entries: [...this.#entries] };
  }
}

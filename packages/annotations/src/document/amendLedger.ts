import type { Ledger, LedgerAnnotationCounts, LedgerEntry } from "./ledger.ts";

/** What became of an annotation after the document was read: once its image was known, or when it was written. */
export interface Amendment {
  /** The annotation's key in the document. */
  readonly place: string;
  readonly kind: "rounded" | "clipped" | "guessed" | "merged" | "dropped";
  readonly reason: string;
}

/** Something to tell that is about no annotation: a file that was not read, an image that was left out, a group that was guessed. */
export interface Remark {
  readonly kind: "warning" | "dropped" | "guessed";
  readonly reason: string;
  readonly place: string;
}

/** Gravest last: an annotation counts once, as the gravest thing that happened to it. */
const gravity = ["kept", "rounded", "clipped", "guessed", "merged", "dropped"] as const;
type Outcome = (typeof gravity)[number];

/** The ledger with what was found later. Counts move with their entries, so they still add up to what was read. */
export function amendLedger(ledger: Ledger, amendments: readonly Amendment[], remarks: readonly Remark[]): Ledger {
  const counts: Record<keyof LedgerAnnotationCounts, number> = { ...ledger.annotations };
  const entries: LedgerEntry[] = [...ledger.entries];
  const indexOf = new Map<string, number>();
  entries.forEach((entry, index) => {
    if (entry.annotations === 1 && entry.kind !== "warning" && entry.kind !== "dropped") {
      indexOf.set(entry.place, index);
    }
  });
  for (const { place, kind, reason } of amendments) {
    const index = indexOf.get(place);
    const before = index === undefined ? undefined : entries[index];
    const was: Outcome = before === undefined ? "kept" : (before.kind as Outcome);
    const becomes: Outcome = gravity.indexOf(kind) > gravity.indexOf(was) ? kind : was;
    counts[was] -= 1;
    counts[becomes] += 1;
    const entry: LedgerEntry = {
      kind: becomes as LedgerEntry["kind"],
      reason: before === undefined ? reason : `${before.reason}; ${reason}`,
      place,
      annotations: 1,
    };
    if (index === undefined) {
      indexOf.set(place, entries.push(entry) - 1);
    } else {
      entries[index] = entry;
    }
  }
  for (const remark of remarks) {
    entries.push({ annotations: 0, ...remark });
  }
  return { annotations: counts, images: ledger.images, entries };
}

import type { Ledger, LedgerEntry, LedgerKind } from "@maskyard/annotations";
import { builder } from "../builder/builder.ts";
import { costByPageSize } from "../builder/costByPageSize.ts";

const ENTRIES_MAX = 10_000;

const LedgerEntryType = builder.objectRef<LedgerEntry>("LedgerEntry").implement({
  description: "What became of one record of the source, or a warning that changed none.",
  fields: (t) => ({
    kind: t.exposeString("kind", { description: "kept, merged, rounded, clipped, guessed, dropped or warning." }),
    reason: t.exposeString("reason"),
    place: t.exposeString("place", { description: "Where in the source: file, then key or line." }),
  }),
});

const LedgerKindCount = builder.objectRef<{ kind: LedgerKind; count: number }>("LedgerKindCount").implement({
  fields: (t) => ({
    kind: t.exposeString("kind"),
    count: t.exposeInt("count", { description: "Entries, of which one can speak for several annotations." }),
  }),
});

/** Gravest first: what is lost, what is not sure, what was changed. */
const KINDS: readonly LedgerKind[] = ["dropped", "guessed", "clipped", "merged", "rounded", "warning", "kept"];

interface EntryFilter {
  readonly kind?: string | null | undefined;
  readonly contains?: string | null | undefined;
}

/** The entries of a kind whose reason or place has a text in it, in the source's order. */
function entriesOf({ entries }: Ledger, { kind, contains }: EntryFilter): readonly LedgerEntry[] {
  const text = contains?.trim().toLowerCase() ?? "";
  if (kind == null && text === "") return entries;
  return entries.filter(
    (entry) =>
      (kind == null || entry.kind === kind) &&
      (text === "" || entry.reason.toLowerCase().includes(text) || entry.place.toLowerCase().includes(text)),
  );
}

export const LedgerType = builder.objectRef<Ledger>("Ledger").implement({
  description: "Annotations by outcome: read = kept + merged + rounded + clipped + guessed + dropped.",
  fields: (t) => {
    const filter = {
      kind: t.arg.string({ description: "dropped, guessed, clipped, merged, rounded or warning." }),
      contains: t.arg.string({ description: "In the reason or the place, upper and lower case alike." }),
    };
    return {
      read: t.int({ resolve: (ledger) => ledger.annotations.read }),
      kept: t.int({ resolve: (ledger) => ledger.annotations.kept }),
      merged: t.int({ resolve: (ledger) => ledger.annotations.merged }),
      rounded: t.int({ resolve: (ledger) => ledger.annotations.rounded }),
      clipped: t.int({ resolve: (ledger) => ledger.annotations.clipped }),
      guessed: t.int({ resolve: (ledger) => ledger.annotations.guessed }),
      dropped: t.int({ resolve: (ledger) => ledger.annotations.dropped }),
      kinds: t.field({
        type: [LedgerKindCount],
        description: "Entries by kind, gravest first; those there are.",
        resolve: ({ entries }) =>
          KINDS.map((kind) => ({ kind, count: entries.filter((entry) => entry.kind === kind).length })).filter(
            ({ count }) => count > 0,
          ),
      }),
      entryCount: t.int({ args: filter, resolve: (ledger, args) => entriesOf(ledger, args).length }),
      entries: t.field({
        type: [LedgerEntryType],
        args: { first: t.arg.int({ defaultValue: 100 }), offset: t.arg.int({ defaultValue: 0 }), ...filter },
        complexity: ({ first }) => costByPageSize({ first: first ?? 100 }),
        resolve: (ledger, { first, offset, ...wanted }) => {
          const start = Math.max(0, offset ?? 0);
          const count = Math.max(0, Math.min(first ?? 100, ENTRIES_MAX));
          return entriesOf(ledger, wanted).slice(start, start + count);
        },
      }),
    };
  },
});

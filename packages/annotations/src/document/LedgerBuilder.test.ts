import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LedgerBuilder, type LedgerNote } from "./LedgerBuilder.ts";
import type { Ledger } from "./ledger.ts";
import { ledgerWithoutImages } from "./ledgerWithoutImages.ts";
import type { DocumentImage } from "./types.ts";

const KINDS = ["merged", "rounded", "clipped", "guessed", "dropped"] as const;

function expectConsistent({ annotations, entries }: Ledger): void {
  expect(annotations.read).toBe(annotations.kept + KINDS.reduce((sum, kind) => sum + annotations[kind], 0));
  for (const kind of KINDS) {
    const explained = entries.filter((entry) => entry.kind === kind).reduce((sum, entry) => sum + entry.annotations, 0);
    expect(explained, kind).toBe(annotations[kind]);
  }
}

const anyNotes = fc.array(fc.record({ kind: fc.constantFrom(...KINDS), reason: fc.constant("because") }), {
  maxLength: 3,
});

describe("LedgerBuilder", () => {
  it("has every annotation in one count, explained by its entries", () => {
    fc.assert(
      fc.property(fc.array(anyNotes), fc.array(fc.nat(50)), (records, groups) => {
        const ledger = new LedgerBuilder();
        records.forEach((notes, i) => {
          ledger.annotation(`annotations[${i}]`, notes);
        });
        for (const count of groups) ledger.annotationsDropped("a.jpg", count, "missing");
        ledger.warn("odd", "file");
        expectConsistent(ledger.build());
        expect(ledger.build().annotations.read).toBe(records.length + groups.reduce((sum, n) => sum + n, 0));
      }),
    );
  });

  it("counts an annotation by its gravest note and keeps all reasons", () => {
    const ledger = new LedgerBuilder();
    ledger.annotation("shapes[0]", [
      { kind: "clipped", reason: "cut" },
      { kind: "guessed", reason: "a circle" },
    ]);
    ledger.annotation("shapes[1]", []);
    const built = ledger.build();
    expect(built.annotations).toEqual({ read: 2, kept: 1, merged: 0, rounded: 0, clipped: 0, guessed: 1, dropped: 0 });
    expect(built.entries).toEqual([{ kind: "guessed", reason: "cut; a circle", place: "shapes[0]", annotations: 1 }]);
  });
});

describe("ledgerWithoutImages", () => {
  it("moves an image's annotations to dropped, whatever they were", () => {
    const builder = new LedgerBuilder();
    const notesOf: Record<string, LedgerNote[]> = {
      "a[0]": [],
      "a[1]": [{ kind: "clipped", reason: "cut" }],
      "b[0]": [{ kind: "guessed", reason: "a circle" }],
      "b[1]": [],
    };
    for (const [place, notes] of Object.entries(notesOf)) builder.annotation(place, notes);
    const image = {
      key: "a.json",
      annotations: [{ key: "a[0]" }, { key: "a[1]" }],
    } as unknown as DocumentImage;
    const ledger = ledgerWithoutImages(builder.build(), [{ image, reason: "a.jpg does not decode" }]);
    expectConsistent(ledger);
    expect(ledger.annotations).toEqual({ read: 4, kept: 1, merged: 0, rounded: 0, clipped: 0, guessed: 1, dropped: 2 });
    expect(ledger.entries.at(-1)).toEqual({
      kind: "dropped",
      reason: "a.jpg does not decode",
      place: "a.json",
      annotations: 2,
    });
  });
});

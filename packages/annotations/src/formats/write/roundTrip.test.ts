import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { WRITABLE_FORMATS } from "../../document/formatNames.ts";
import { arbitraryDocument } from "../../testing/arbitraryDocument.ts";
import { exportInMemory, readExport } from "../../testing/readExport.ts";
import { compareGeometry } from "./compareGeometry.ts";
import { exportLedger, WRITERS } from "./writeAnnotations.ts";

describe.each(WRITABLE_FORMATS)("export to %s", (format) => {
  it("gives the same geometry when it is read again, or says what it could not hold", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryDocument, fc.constantFrom<0 | 1>(0, 1), async (document, vocBase) => {
        if (document.images.every(({ annotations }) => annotations.length === 0)) return;
        const exported = exportInMemory(document, format, { vocBase });
        const { written } = exported;
        // Of crowds alone no mask is written, and there is nothing to read.
        if (exported.entries.size === 0) return;
        const again = await readExport(document, format, exported, { vocBase });
        const report = compareGeometry(document, again, {
          precision: WRITERS[format].precision,
          pathOf: (image) => written.imagePathOf.get(image) as string,
          amendments: written.amendments,
        });
        expect(report.beyondPrecision).toEqual([]);
        expect(report.annotations).toMatchObject({ missing: 0, extra: 0 });
        const ledger = exportLedger(document, written).annotations;
        expect(ledger.read).toBe(
          ledger.kept + ledger.merged + ledger.rounded + ledger.clipped + ledger.guessed + ledger.dropped,
        );
        expect(report.annotations.compared).toBe(ledger.read - ledger.merged - ledger.dropped);
        for (const image of document.images) {
          const read = again.images.find(({ matchedPath }) => matchedPath === written.imagePathOf.get(image));
          if (image.subset !== null) expect(read?.subset).toBe(image.subset);
        }
      }),
      { numRuns: 150 },
    );
  }, 60_000);

  it("gives the same bytes each time, below the root, each path once", () => {
    fc.assert(
      fc.property(arbitraryDocument, (document) => {
        const first = exportInMemory(document, format);
        expect(exportInMemory(document, format).entries).toEqual(first.entries);
        const paths = [...first.entries.keys(), ...first.written.imagePathOf.values()];
        expect(new Set(paths.map((path) => path.toLowerCase())).size).toBe(paths.length);
        for (const path of paths) expect(path).not.toMatch(/^\/|(^|\/)\.\.(\/|$)|\\|^$/);
      }),
      { numRuns: 50 },
    );
  });
});

import fc from "fast-check";
import { expect, it } from "vitest";
import { arbitraryDocument } from "../../testing/arbitraryDocument.ts";
import { exportInMemory, readExport } from "../../testing/readExport.ts";
import { parseAnnotations } from "../parseAnnotations.ts";
import { compareGeometry } from "../write/compareGeometry.ts";
import { WRITERS } from "../write/writeAnnotations.ts";
import type { WritableDocument } from "../writing/OutputFile.ts";

const DOCUMENT: WritableDocument = {
  categories: [{ name: 'sign, "left"', sourceId: null }],
  images: [
    {
      key: "one",
      fileName: "a, b.jpg",
      matchedPath: null,
      widthPx: 40,
      heightPx: 30,
      subset: "val",
      annotations: [
        {
          key: "box",
          categoryName: 'sign, "left"',
          geometry: { type: "box" },
          boxXywhPx: [1.25, 2, 10, 8],
          areaPx: 80,
          isCrowd: false,
          raw: null,
        },
      ],
    },
    {
      key: "two",
      fileName: "empty.jpg",
      matchedPath: null,
      widthPx: null,
      heightPx: null,
      subset: null,
      annotations: [],
    },
  ],
};

it("writes a header that is known by its names, and a row for an image without objects", async () => {
  const { entries } = exportInMemory(DOCUMENT, "csv");
  const text = entries.get("annotations.csv") as string;
  expect(text.split("\r\n")).toEqual([
    "file_name,label,x,y,width,height,image_width,image_height,subset",
    '"a, b.jpg","sign, ""left""",1.25,2,10,8,40,30,val',
    "empty.jpg,,,,,,,,",
    "",
  ]);
  const again = await parseAnnotations({
    files: [{ path: "annotations.csv", text: async () => text }],
    imagePaths: null,
  });
  expect(again).toMatchObject({
    format: "csv",
    images: [
      { widthPx: 40, subset: "val", annotations: [{ boxXywhPx: [1.25, 2, 10, 8] }] },
      { fileName: "empty.jpg", annotations: [] },
    ],
  });
});

it("writes the columns that a person names, and reads them again by the same names", async () => {
  const csvColumns = {
    subset: "Teil",
    label: "Art; Sorte",
    file: "Bild",
    xmax: "rechts",
    ymax: "unten",
    x: "links",
    y: "oben",
  };
  await fc.assert(
    fc.asyncProperty(arbitraryDocument, async (document) => {
      const exported = exportInMemory(document, "csv", { csvColumns });
      const again = await readExport(document, "csv", exported, { csvColumns });
      const report = compareGeometry(document, again, {
        precision: WRITERS.csv.precision,
        pathOf: (image) => exported.written.imagePathOf.get(image) as string,
        amendments: exported.written.amendments,
      });
      expect(report.beyondPrecision).toEqual([]);
      expect(report.annotations).toMatchObject({ missing: 0, extra: 0 });
    }),
    { numRuns: 50 },
  );
});

it("refuses columns that hold no box, and says that a subset has no column", () => {
  expect(() => exportInMemory(DOCUMENT, "csv", { csvColumns: { file: "f", label: "l", x: "x", y: "y" } })).toThrow(
    /none is named for w or xmax, h or ymax/,
  );
  const { written } = exportInMemory(DOCUMENT, "csv", {
    csvColumns: { file: "f", label: "l", x: "x", y: "y", w: "w", h: "h" },
  });
  expect(written.remarks).toEqual([
    { kind: "warning", place: "one", reason: expect.stringMatching(/subset val is left out/) },
  ]);
});

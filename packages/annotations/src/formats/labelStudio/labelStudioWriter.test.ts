import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DocumentAnnotation, Geometry } from "../../document/types.ts";
import { geometryAreaPx } from "../../geometry/geometryAreaPx.ts";
import { geometryBoxXywhPx } from "../../geometry/geometryBoxXywhPx.ts";
import { rleFromMaskRowMajor } from "../../geometry/rle.ts";
import { exportInMemory, readExport } from "../../testing/readExport.ts";
import type { WritableDocument } from "../writing/OutputFile.ts";
import { brushRleFromMask } from "./brushRleFromMask.ts";
import { maskFromBrushRle } from "./maskFromBrushRle.ts";

const BRUSH = fileURLToPath(
  new URL("../../../../../../shared/samples/same12-by-tool/label-studio-sdk/brush-one-task.json", import.meta.url),
);

describe("brushRleFromMask", () => {
  it("packs bits as label_studio_sdk does", () => {
    // By hand: 53 bits of header (16 bytes, words of 8 bits, runs of 3, 4, 8 and 16), 4 zeros as 1 00 011 00000000, 12 times
    // 255 as 1 01 1011 11111111, and zeros to the byte.
    expect(brushRleFromMask([0, 1, 1, 1])).toEqual([
      0, 0, 0, 16, 57, 27, 0b1111_1100, 0b0110_0000, 0b0001_0110, 255, 0b1100_0000,
    ]);
  });

  it("gives every mask back, also with runs longer than 16 bits", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 40_000 }), fc.integer({ min: 0, max: 1 })), {
          minLength: 1,
          maxLength: 8,
        }),
        (runs) => {
          const mask = Uint8Array.from(runs.flatMap(([length, value]) => new Array<number>(length).fill(value)));
          const again = maskFromBrushRle(brushRleFromMask(mask), 1, mask.length);
          expect(Buffer.compare(again, mask)).toBe(0);
        },
      ),
      { numRuns: 40 },
    );
  });

  it.skipIf(!existsSync(BRUSH))("gives the bytes that label_studio_sdk packed", () => {
    const [{ annotations }] = JSON.parse(readFileSync(BRUSH, "utf8"));
    const { value, original_width, original_height } = annotations[0].result[0];
    const mask = maskFromBrushRle(value.rle, original_height, original_width);
    expect(mask.reduce((sum, pixel) => sum + pixel, 0)).toBeGreaterThan(0);
    expect(brushRleFromMask(mask)).toEqual(value.rle);
  });
});

const SQUARE = { outer: [20, 10, 60, 10, 60, 50, 20, 50], holes: [] };
const boxed = (geometry: Geometry, more: Partial<DocumentAnnotation> = {}): DocumentAnnotation => {
  const boxXywhPx = geometryBoxXywhPx(geometry) ?? [20, 10, 40, 40];
  const areaPx = geometryAreaPx(geometry, boxXywhPx);
  return { key: "a", categoryName: "car", geometry, boxXywhPx, areaPx, isCrowd: false, raw: null, ...more };
};
const documentOf = (annotations: DocumentAnnotation[], size: readonly [number, number] | null = [200, 100]) =>
  ({
    categories: ["sign", "car"].map((name) => ({ name, sourceId: null })),
    images: [
      {
        key: "image",
        fileName: "100% größer/a b.jpg",
        matchedPath: null,
        widthPx: size?.[0] ?? null,
        heightPx: size?.[1] ?? null,
        subset: "val",
        annotations: annotations.map((one, i) => ({ ...one, key: `annotation ${i}` })),
      },
    ],
  }) satisfies WritableDocument;
const resultsOf = (document: WritableDocument) => {
  const { entries, written } = exportInMemory(document, "label-studio");
  const [task] = JSON.parse(entries.get("tasks.json") as string);
  const notes = written.amendments.map(({ place, kind, reason }) => `${place} ${kind}: ${reason}`);
  return { task, results: task.annotations[0].result, notes, config: entries.get("label_config.xml") };
};

describe("labelStudioWriter", () => {
  it("writes percent of the original size, with the names that the configuration has", () => {
    const { task, results, notes, config } = resultsOf(
      documentOf([boxed({ type: "box" }), boxed({ type: "polygon", parts: [SQUARE] }, { categoryName: "sign" })]),
    );
    expect(task.data.image).toBe("/data/local-files/?d=val/100%25%20gr%C3%B6%C3%9Fer/a%20b.jpg");
    expect(results).toEqual([
      {
        id: "region1",
        type: "rectanglelabels",
        from_name: "rectangle",
        to_name: "image",
        original_width: 200,
        original_height: 100,
        image_rotation: 0,
        value: { x: 10, y: 10, width: 20, height: 40, rotation: 0, rectanglelabels: ["car"] },
      },
      {
        id: "region2",
        type: "polygonlabels",
        from_name: "polygon",
        to_name: "image",
        original_width: 200,
        original_height: 100,
        image_rotation: 0,
        value: {
          points: [
            [10, 10],
            [30, 10],
            [30, 50],
            [10, 50],
          ],
          closed: true,
          polygonlabels: ["sign"],
        },
      },
    ]);
    expect(config).toContain('<PolygonLabels name="polygon" toName="image">\n    <Label value="sign"/>');
    expect(notes).toEqual([]);
  });

  it("keeps holes, parts and crowds, says how, and has the classes and their order again", async () => {
    const holes = boxed({ type: "polygon", parts: [{ ...SQUARE, holes: [[30, 20, 40, 20, 40, 30]] }] });
    const parts = boxed({ type: "polygon", parts: [SQUARE, { outer: [100, 10, 140, 10, 140, 60], holes: [] }] });
    const pixels = new Uint8Array(200 * 100).fill(1, 250, 330);
    const mask = boxed({ type: "rle", rle: rleFromMaskRowMajor(pixels, 100, 200) }, { isCrowd: true });
    const document = documentOf([holes, parts, mask]);
    const { results, notes } = resultsOf(document);
    expect(results.map(({ type }: { type: string }) => type)).toEqual(["brushlabels", "brushlabels", "brushlabels"]);
    expect(notes).toEqual([
      expect.stringMatching(/annotation 0 rounded: its parts and holes are kept as pixels/),
      expect.stringMatching(/annotation 1 rounded: its parts and holes are kept as pixels/),
      expect.stringMatching(/annotation 2 guessed: a crowd is marked by a note/),
    ]);
    const again = await readExport(document, "label-studio", exportInMemory(document, "label-studio"));
    expect(again.categories.map(({ name }) => name)).toEqual(["sign", "car"]);
    expect(again.images[0]?.annotations[2]).toMatchObject({ geometry: mask.geometry, isCrowd: true });
  });

  it("lets a box beside the shape it fits stand for itself", async () => {
    const document = documentOf([boxed({ type: "polygon", parts: [SQUARE] }), boxed({ type: "box" })]);
    expect(resultsOf(document).notes).toEqual([expect.stringMatching(/annotation 1 rounded: another shape/)]);
    const again = await readExport(document, "label-studio", exportInMemory(document, "label-studio"));
    expect(again.images[0]?.annotations).toHaveLength(2);
  });

  it("says what it drops without the image's size, and reads tasks without objects as such", async () => {
    const unsized = resultsOf(documentOf([boxed({ type: "box" })], null));
    expect([unsized.results, unsized.notes]).toEqual([
      [],
      [expect.stringMatching(/annotation 0 dropped: .*not known/)],
    ]);
    const empty = documentOf([]);
    const again = await readExport(empty, "label-studio", exportInMemory(empty, "label-studio"));
    expect(again.images).toMatchObject([{ matchedPath: "val/100% größer/a b.jpg", annotations: [] }]);
  });
});

import { describe, expect, it } from "vitest";
import type { AnnotationDocument } from "../../document/types.ts";
import { makeImport } from "../../testing/makeImport.ts";
import { parseAnnotations } from "../parseAnnotations.ts";
import { encodePng, vocPaletteRgb } from "../png/encodePng.ts";
import { maskFilesOf } from "./maskFiles.ts";

/** A mask of 6 x 2 from its rows of digits. */
const png = (rows: string, palette = true) =>
  encodePng(Uint8Array.from(rows.replaceAll("|", ""), Number), 2, 6, palette ? vocPaletteRgb() : null);
const read = (entries: Parameters<typeof makeImport>[0]) => parseAnnotations(makeImport(entries));
const shapes = (document: AnnotationDocument) =>
  document.images.flatMap(({ annotations }) =>
    annotations.map(({ categoryName, boxXywhPx, areaPx }) => [categoryName, areaPx, ...boxXywhPx]),
  );

describe("readMasks", () => {
  it("reads one file an instance, its class in its name", async () => {
    const document = await read({
      "images/a.b.jpg": [6, 2],
      "masks/a.b/0001_sign%20board.png": png("110000|110000", false),
      "masks/a.b/0002_car.png": png("011000|000000", false),
      "masks/a.b/3.png": png("000000|000001", false),
      "masks/a.b/4.png": png("000000|000000", false),
    });
    expect(document).toMatchObject({ format: "masks", images: [{ matchedPath: "images/a.b.jpg", widthPx: 6 }] });
    expect(shapes(document)).toEqual([
      ["sign board", 4, 0, 0, 2, 2],
      ["car", 2, 1, 0, 2, 1],
      ["object", 1, 5, 1, 1, 1],
    ]);
    expect(document.ledger.annotations).toMatchObject({ read: 4, kept: 3, dropped: 1 });
  });

  it("reads a number an instance, and instance and class masks beside each other", async () => {
    const plain = await read({ "images/a.jpg": [6, 2], "masks/a.png": png("110220|110220") });
    expect(shapes(plain).map(([name, area]) => [name, area])).toEqual([
      ["object", 4],
      ["object", 4],
    ]);
    const both = await read({
      "JPEGImages/a.jpg": [6, 2],
      "SegmentationObject/a.png": png("110220|110220"),
      "SegmentationClass/a.png": png("110220|110220"),
      "class_names.txt": "_background_\ncar\nsign\n",
    });
    expect(shapes(both).map(([name]) => name)).toEqual(["car", "sign"]);
    expect(both.images).toHaveLength(1);
  });

  it("takes pieces of a class for its instances where numbers are classes, and says so", async () => {
    const document = await read({ "a.jpg": [6, 2], "masks/a.png": png("110110|000220"), "classes.txt": "car\nsign\n" });
    expect(shapes(document)).toEqual([
      ["car", 2, 0, 0, 2, 1],
      ["car", 2, 3, 0, 2, 1],
      ["sign", 2, 3, 1, 2, 1],
    ]);
    expect(document.ledger.annotations).toMatchObject({ read: 3, guessed: 3 });
  });

  it("reads nuclei as they were given away, and drops a mask that is none", async () => {
    const document = await read({
      "x1/images/x1.png": [6, 2],
      "x1/masks/aa.png": png("110000|110000", false),
      "x1/masks/bb.png": new Uint8Array(20),
    });
    expect(shapes(document)).toEqual([["object", 4, 0, 0, 2, 2]]);
    expect(document.ledger.entries).toMatchObject([{ kind: "dropped", place: "x1/masks/bb.png" }]);
  });

  it("does not take pictures in a folder called masks for masks", () => {
    expect(maskFilesOf(["masks/surgical.png", "masks/n95.png", "faces/a.jpg"])).toEqual([]);
  });
});

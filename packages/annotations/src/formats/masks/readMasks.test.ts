import { zlibSync } from "fflate";
import { describe, expect, it } from "vitest";
import type { AnnotationDocument } from "../../document/types.ts";
import { makeImport } from "../../testing/makeImport.ts";
import { parseAnnotations } from "../parseAnnotations.ts";
import { encodePng, vocPaletteRgb } from "../png/encodePng.ts";
import { maskFilesOf } from "./maskFiles.ts";

/** A mask of 6 x 2 from its rows of digits. */
const png = (rows: string, palette = true) =>
  encodePng(Uint8Array.from(rows.replaceAll("|", ""), Number), 2, 6, palette ? vocPaletteRgb() : null);
/** A mask of 16 bits, as numpy and OpenCV write numbers beyond 255. */
function png16(values: readonly number[], widthPx: number): Uint8Array {
  const heightPx = values.length / widthPx;
  const bytes = encodePng(new Uint8Array(values.length), heightPx, widthPx, null);
  const rows = Array.from({ length: heightPx }, (_, y) => [
    0,
    ...values.slice(y * widthPx, (y + 1) * widthPx).flatMap((value) => [value >> 8, value & 255]),
  ]).flat();
  const data = zlibSync(Uint8Array.from(rows));
  const header = bytes.slice(0, 33);
  header[24] = 16;
  const chunk = new Uint8Array(12 + data.length);
  new DataView(chunk.buffer).setUint32(0, data.length);
  chunk.set([...Buffer.from("IDAT"), ...data], 4);
  return Uint8Array.from([...header, ...chunk, ...bytes.slice(-12)]);
}
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

  it("takes greys between white and black for the edges of white objects, and says so", async () => {
    const grey = (...values: number[]) => encodePng(Uint8Array.from(values), 2, 6, null);
    const smoothed = grey(0, 100, 255, 255, 150, 0, 0, 20, 255, 255, 30, 0);
    const document = await read({ "images/a.jpg": [6, 2], "masks/a.png": smoothed });
    // Pixels of 100, 150 and 255 are the object's (from 32 on), of 20 and 30 not.
    expect(shapes(document)).toEqual([["object", 6, 1, 0, 4, 2]]);
    expect(document.ledger.entries[0]).toMatchObject({
      kind: "guessed",
      reason: expect.stringMatching(/32 or more of 255/),
    });
    const asked = (maskValues: "numbers" | "threshold") =>
      parseAnnotations({
        ...makeImport({ "images/a.jpg": [6, 2], "masks/a.png": smoothed }),
        reader: { maskValues },
      }).then((one) => [one.ledger.annotations.read, one.ledger.annotations.guessed]);
    expect(await asked("numbers")).toEqual([4, 0]);
    expect(await asked("threshold")).toEqual([1, 1]);
  });

  it("keeps numbers beside VOC's border of 255, and says that 255 is none", async () => {
    const rows = Uint8Array.of(1, 1, 255, 2, 2, 2, 1, 1, 255, 2, 2, 2);
    const document = await read({ "images/a.jpg": [6, 2], "masks/a.png": encodePng(rows, 2, 6, null) });
    expect(shapes(document).map(([, area]) => area)).toEqual([4, 6]);
    expect(document.ledger.entries).toMatchObject([{ kind: "warning", reason: expect.stringMatching(/255 is taken/) }]);
    const palette = await read({ "images/a.jpg": [6, 2], "masks/a.png": encodePng(rows, 2, 6, vocPaletteRgb()) });
    expect(palette.ledger.entries).toEqual([]);
  });

  it("reads 255 of a mask of 16 bits as the object that it is", async () => {
    const document = await read({ "images/a.jpg": [3, 2], "masks/a.png": png16([0, 255, 255, 300, 300, 0], 3) });
    expect(shapes(document)).toEqual([
      ["object", 2, 1, 0, 2, 1],
      ["object", 2, 0, 1, 2, 1],
    ]);
  });

  it("does not take pictures in a folder called masks for masks", () => {
    expect(maskFilesOf(["masks/surgical.png", "masks/n95.png", "faces/a.jpg"])).toEqual([]);
  });
});

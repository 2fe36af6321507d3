import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AnnotationDocument } from "../../document/types.ts";
import { makeImport } from "../../testing/makeImport.ts";
import { parseAnnotations } from "../parseAnnotations.ts";
import type { ReaderOptions } from "../reading/FormatReader.ts";

type Entries = Parameters<typeof makeImport>[0];
const read = (entries: Entries) => parseAnnotations(makeImport(entries));
const annotationsOf = (document: AnnotationDocument) => document.images.flatMap((image) => image.annotations);
const reasons = (document: AnnotationDocument) =>
  document.ledger.entries.map(({ kind, reason }) => `${kind}: ${reason}`);
const SET = { "data.yaml": "path: .\ntrain: images/train\nval: images/val\nnames:\n  0: car\n  1: sign board\n" };

describe("readYolo", () => {
  it("reads boxes in pixels of the image", async () => {
    const document = await read({
      ...SET,
      "images/train/a.jpg": [200, 100],
      "labels/train/a.txt": "1 0.5 0.5 0.2 0.4\n",
    });
    expect(document).toMatchObject({ format: "yolo", coordinateFrame: "upright" });
    expect(document.images).toMatchObject([{ matchedPath: "images/train/a.jpg", subset: "train", widthPx: 200 }]);
    expect(annotationsOf(document)).toMatchObject([
      {
        key: "labels/train/a.txt line 1",
        categoryName: "sign board",
        geometry: { type: "box" },
        boxXywhPx: [80, 30, 40, 40],
      },
    ]);
    expect(document.categories).toEqual([
      { name: "car", sourceId: "0" },
      { name: "sign board", sourceId: "1" },
    ]);
    expect(document.ledger.annotations).toMatchObject({ read: 1, kept: 1 });
    expect(document.ledger.entries).toEqual([]);
  });

  it("reads pixels where no line can be of fractions, and says so; else as a person says", async () => {
    const label = (text: string, reader: ReaderOptions = {}) =>
      parseAnnotations({ ...makeImport({ ...SET, "images/a.jpg": [200, 100], "labels/a.txt": text }), reader });
    const pixels = await label("0 100 50 40 20\n1 10 10 60 10 60 40\n");
    expect(annotationsOf(pixels).map(({ boxXywhPx }) => boxXywhPx)).toEqual([
      [80, 40, 40, 20],
      [10, 10, 50, 30],
    ]);
    expect(pixels.ledger.annotations).toMatchObject({ read: 2, guessed: 2 });
    // One line of fractions, or one number outside of the image, and the others are mistakes.
    for (const mixed of ["0 100 50 40 20\n0 0.5 0.5 0.2 0.2\n", "0 300 50 40 20\n"]) {
      expect((await label(mixed)).ledger.annotations).toMatchObject({ dropped: 1, guessed: 0 });
    }
    const asked = await label("0 1 1 2 2\n", { coordinates: "pixels" });
    expect(annotationsOf(asked)[0]?.boxXywhPx).toEqual([0, 0, 2, 2]);
    expect(asked.ledger.annotations).toMatchObject({ read: 1, kept: 1 });
  });

  it("takes fractions of the stored size where the shapes are said to lie on stored images", async () => {
    const turned = makeImport({ "a.jpg": [30, 40], "a.txt": "0 0.5 0.5 0.2 0.4\n" });
    const images = { ...turned.images, storedSizePx: async () => ({ widthPx: 40, heightPx: 30 }) };
    const document = await parseAnnotations({ ...turned, images, reader: { coordinateFrame: "raw" } });
    expect(document).toMatchObject({ coordinateFrame: "raw", images: [{ widthPx: 40, heightPx: 30 }] });
    expect(document.images[0]?.annotations[0]?.boxXywhPx).toEqual([16, 9, 8, 12]);
  });

  it("reads polygons, and a box among them as a box, saying so", async () => {
    const document = await read({
      ...SET,
      "images/val/a.png": [100, 100],
      "labels/val/a.txt": "0 0.1 0.1 0.3 0.1 0.3 0.4\n1 0.5 0.5 0.2 0.2\n",
    });
    expect(document.format).toBe("yolo-seg");
    expect(annotationsOf(document)).toMatchObject([
      { geometry: { type: "polygon", parts: [{ outer: [10, 10, 30, 10, 30, 40], holes: [] }] }, areaPx: 300 },
      { geometry: { type: "box" }, boxXywhPx: [40, 40, 20, 20] },
    ]);
    expect(document.ledger.annotations).toMatchObject({ read: 2, kept: 1, guessed: 1 });
  });

  it("cuts to the image in place of dropping the image, and drops what cannot be read with its line", async () => {
    const lines = [
      "0 0.9 0.5 0.4 0.2",
      "0 0.1 0.1",
      "x 0.1 0.1 0.1 0.1",
      "0 0.5 0.5 NaN 0.1",
      "0 0.5 0.5 0 0.1",
      "0 5 5 1 1",
      "0 .5 .5 .1 .1",
    ];
    const document = await read({ ...SET, "a.jpg": [100, 100], "a.txt": lines.join("\r\n") });
    expect(annotationsOf(document).map(({ boxXywhPx }) => boxXywhPx)).toEqual([
      [70, 40, 30, 20],
      [45, 45, 10, 10],
    ]);
    expect(document.ledger.entries.map(({ kind, place }) => `${kind} ${place}`)).toEqual([
      "clipped a.txt line 1",
      ...[2, 3, 4, 5, 6].map((line) => `dropped a.txt line ${line}`),
    ]);
    expect(reasons(document)[3]).toMatch(/"NaN" at position 4 is no number/);
  });

  it("joins a row that is there twice", async () => {
    const document = await read({ ...SET, "a.jpg": [9, 9], "a.txt": "0 .5 .5 .1 .1\n0 .5 .5 .1 .1\n" });
    expect(document.ledger.annotations).toMatchObject({ read: 2, kept: 1, merged: 1 });
    expect(reasons(document)).toEqual(["merged: the same as line 1"]);
  });

  it("takes an empty label file for an image without objects, and a missing one for an image nobody spoke of", async () => {
    const document = await read({
      ...SET,
      "a.jpg": [9, 9],
      "a.txt": "0 .5 .5 .1 .1",
      "b.jpg": [9, 9],
      "b.txt": "\n",
      "c.jpg": [9, 9],
    });
    expect(document.images.map(({ key }) => key)).toEqual(["a.txt", "b.txt", "c.jpg"]);
    expect(document.ledger.images).toMatchObject({ matched: 2, unmentioned: 1 });
  });

  it("keeps dots in names, and knows folders that stand for each other", async () => {
    const document = await read({
      ...SET,
      "train/images/a.rf.1.jpg": [10, 10],
      "train/images/a.rf.2.jpg": [10, 10],
      "val/images/a.rf.1.jpg": [10, 10],
      "train/labels/a.rf.1.txt": "0 .5 .5 .2 .2",
      "val/labels/a.rf.1.txt": "1 .5 .5 .2 .2",
    });
    const matched = document.images.filter(({ annotations }) => annotations.length > 0);
    expect(matched.map(({ matchedPath }) => matchedPath)).toEqual(["train/images/a.rf.1.jpg", "val/images/a.rf.1.jpg"]);
  });

  it("does not choose between two images of one stem", async () => {
    const document = await read({ ...SET, "a.jpg": [10, 10], "a.png": [10, 10], "a.txt": "0 .5 .5 .2 .2" });
    expect(document.ledger).toMatchObject({ images: { ambiguous: 1 }, annotations: { read: 1, dropped: 1 } });
  });

  it("says which image is missing", async () => {
    const document = await read({ ...SET, "b.jpg": [9, 9], "a.txt": "0 .5 .5 .2 .2" });
    expect(reasons(document)[0]).toBe(
      "dropped: no image file for a.txt came with the annotations; 1 annotation left out",
    );
  });

  it.each([
    ["classes.txt", "car\nsign board\n"],
    ["obj.names", "car\r\nsign board\r\n"],
    ["data.yml", "names: ['car', 'sign board']\nnc: 2\n"],
  ])("reads the classes of %s", async (path, text) => {
    const document = await read({ [path]: text, "a.jpg": [9, 9], "a.txt": "1 .5 .5 .2 .2" });
    expect(annotationsOf(document)[0]?.categoryName).toBe("sign board");
  });

  it("numbers classes without a list, and says that it did", async () => {
    const document = await read({ "a.jpg": [9, 9], "a.txt": "3 .5 .5 .2 .2" });
    expect(annotationsOf(document)[0]?.categoryName).toBe("class 3");
    expect(reasons(document)[0]).toMatch(/no class list/);
    const named = await read({ ...SET, "a.jpg": [9, 9], "a.txt": "3 .5 .5 .2 .2" });
    expect(reasons(named)).toEqual(["guessed: class 3 has no name in data.yaml"]);
  });

  it("takes subsets from lists of images, written on another machine", async () => {
    const document = await read({
      "data.yaml": "train: train.txt\ntest: test.txt\nnames: [car]",
      "train.txt": "C:\\data\\pics\\a.jpg\n",
      "test.txt": "data/pics/b.jpg\n",
      "pics/a.jpg": [9, 9],
      "pics/b.jpg": [9, 9],
      "pics/a.txt": "0 .5 .5 .2 .2",
      "pics/b.txt": "0 .5 .5 .2 .2",
    });
    expect(document.images.map(({ subset }) => subset)).toEqual(["train", "test"]);
    expect(document.ledger.entries).toEqual([]);
  });

  it("keeps the box of a pose and the polygon of a prediction", async () => {
    const pose = await read({
      "data.yaml": "kpt_shape: [2, 3]\nnames: [car]",
      "a.jpg": [10, 10],
      "a.txt": "0 .5 .5 .2 .2 .1 .1 2 .2 .2 2",
    });
    expect(pose).toMatchObject({ format: "yolo", ledger: { annotations: { clipped: 1 } } });
    const prediction = await read({ ...SET, "a.jpg": [10, 10], "a.txt": "0 .1 .1 .3 .1 .3 .4 .93" });
    expect(annotationsOf(prediction)[0]?.geometry).toMatchObject({ parts: [{ outer: [1, 1, 3, 1, 3, 4] }] });
    expect(prediction.ledger.annotations.guessed).toBe(1);
  });

  it.each([
    [
      "aliases that multiply",
      `a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nnames: [*c,*c,*c]`,
      /alias/i,
    ],
    ["broken YAML", "names: [car\nnc: 1", /data.yaml line \d/],
    ["no names", "names:\nnc: 1", /no class is named/],
  ])("refuses a data.yaml with %s and goes on", async (_, yaml, message) => {
    const document = await read({ "data.yaml": yaml, "a.jpg": [9, 9], "a.txt": "0 .5 .5 .2 .2" });
    expect(annotationsOf(document)).toHaveLength(1);
    expect(reasons(document).find((reason) => reason.startsWith("dropped"))).toMatch(message);
  });

  it("needs the images", async () => {
    const { files } = makeImport({ "a.txt": "0 .5 .5 .2 .2" });
    await expect(parseAnnotations({ files, imagePaths: null })).rejects.toThrow(/fractions of the image's size/);
  });

  it("refuses or reads soundly whatever lines hold", async () => {
    const token = fc.oneof(
      fc.double({ min: -0.5, max: 1.5, noNaN: true }).map(String),
      fc.constantFrom("0", "1", "2", "nan", "inf", "-", "1e9", "x", "0x10", ""),
    );
    const text = fc.array(
      fc.array(token, { maxLength: 10 }).map((tokens) => tokens.join(" ")),
      { maxLength: 5 },
    );
    await fc.assert(
      fc.asyncProperty(text, async (lines) => {
        const document = await read({
          ...SET,
          "a.jpg": [20, 10],
          "b.jpg": [9, 9],
          "b.txt": "0 .5 .5 .2 .2",
          "a.txt": ["0 .1 .1 .1 .1", ...lines].join("\n"),
        });
        const { read: count, merged, dropped } = document.ledger.annotations;
        expect(annotationsOf(document)).toHaveLength(count - merged - dropped);
        for (const {
          boxXywhPx: [x, y, width, height],
          areaPx,
        } of annotationsOf(document)) {
          expect(x >= -1e-6 && y >= -1e-6 && width > 0 && height > 0 && areaPx > 0).toBe(true);
          expect(x + width).toBeLessThanOrEqual(20 + 1e-6);
        }
      }),
      { numRuns: 200 },
    );
  });
});

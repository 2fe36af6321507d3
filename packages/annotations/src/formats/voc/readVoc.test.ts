import { describe, expect, it } from "vitest";
import type { AnnotationDocument } from "../../document/types.ts";
import { maskRowMajorFromRle } from "../../geometry/rle.ts";
import { makeImport } from "../../testing/makeImport.ts";
import { parseAnnotations } from "../parseAnnotations.ts";
import { encodePng, vocPaletteRgb } from "../png/encodePng.ts";

type Entries = Parameters<typeof makeImport>[0];
const read = (entries: Entries, vocBase?: 0 | 1) =>
  parseAnnotations({ ...makeImport(entries), reader: vocBase === undefined ? {} : { vocBase } });
const annotationsOf = (document: AnnotationDocument) => document.images.flatMap((image) => image.annotations);
const reasons = (document: AnnotationDocument) =>
  document.ledger.entries.map(({ kind, reason }) => `${kind}: ${reason}`);

const object = (name: string, xmin: unknown, ymin: unknown, xmax: unknown, ymax: unknown, more = "") =>
  `<object><name>${name}</name><pose>Unspecified</pose><truncated>Unspecified</truncated>${more}
   <bndbox><xmin>${xmin}</xmin><ymin>${ymin}</ymin><xmax>${xmax}</xmax><ymax>${ymax}</ymax></bndbox></object>`;
const xml = (objects: string, { fileName = "a.jpg", width = 20, height = 10, head = "" } = {}) =>
  `<annotation>${head}<filename>${fileName}</filename><size><width>${width}</width><height>${height}</height></size>${objects}</annotation>`;

describe("readVoc", () => {
  it("reads boxes from 0, floats and a missing depth too, and says what it took for granted", async () => {
    const document = await read({
      "a.jpg": [20, 10],
      "a.xml": xml(object("car", 1, 2, 3.5, 6) + object("a &amp; b", 0, 0, 2, 2)),
    });
    expect(document).toMatchObject({ format: "voc", images: [{ matchedPath: "a.jpg", widthPx: 20, heightPx: 10 }] });
    expect(annotationsOf(document)).toMatchObject([
      { key: "a.xml object[0]", categoryName: "car", geometry: { type: "box" }, boxXywhPx: [1, 2, 2.5, 4] },
      { categoryName: "a & b", boxXywhPx: [0, 0, 2, 2] },
    ]);
    expect(document.ledger.annotations).toMatchObject({ read: 2, kept: 2 });
    expect(reasons(document)).toEqual(["warning: boxes are read as coordinates from 0: some begin at 0"]);
  });

  it("reads the devkit's own from 1, both ends included, and others when asked to", async () => {
    const head = "<folder>VOC2007</folder><source><database>The VOC2007 Database</database></source>";
    const devkit = await read({ "a.jpg": [20, 10], "a.xml": xml(object("car", 1, 1, 20, 10), { head }) });
    expect(annotationsOf(devkit)[0]?.boxXywhPx).toEqual([0, 0, 20, 10]);
    const plain = { "a.jpg": [20, 10] as const, "a.xml": xml(object("car", 1, 1, 1, 1)) };
    expect(annotationsOf(await read(plain, 1))[0]?.boxXywhPx).toEqual([0, 0, 1, 1]);
    expect(reasons(await read(plain, 0))).toContain("dropped: the shape has a box without area (0 x 0)");
  });

  it("reads the outline that some tools write beside the box, in its parts and from its base", async () => {
    const polygon = (...xy: number[]) =>
      `<polygon>${xy.map((value, i) => `<${"xy"[i % 2]}${(i >> 1) + 1}>${value}</${"xy"[i % 2]}${(i >> 1) + 1}>`).join("")}</polygon>`;
    const objects = [
      object("car", 1, 1, 9, 7, polygon(1, 1, 9, 1, 9, 7)),
      object("car", 1, 1, 9, 7, polygon(1, 1, 3, 1, 3, 3) + polygon(7, 5, 9, 5, 9, 7)),
      object("car", 1, 1, 9, 7, polygon(1, 1, 9, 1)),
    ].join("");
    const document = await read({ "a.jpg": [20, 10], "a.xml": xml(objects) });
    expect(document.format).toBe("voc");
    expect(annotationsOf(document)).toMatchObject([
      { geometry: { type: "polygon", parts: [{ outer: [1, 1, 9, 1, 9, 7] }] }, boxXywhPx: [1, 1, 8, 6], areaPx: 24 },
      { geometry: { type: "polygon", parts: [{}, {}] }, boxXywhPx: [1, 1, 8, 6], areaPx: 4 },
      { geometry: { type: "box" }, boxXywhPx: [1, 1, 8, 6] },
    ]);
    expect(document.ledger.annotations).toMatchObject({ read: 3, kept: 2, clipped: 1 });
    const fromOne = await read({ "a.jpg": [20, 10], "a.xml": xml(objects) }, 1);
    expect(annotationsOf(fromOne)[0]?.geometry).toMatchObject({ parts: [{ outer: [0, 0, 8, 0, 8, 6] }] });
  });

  it("finds the image by the file's own name when filename is stale, and by filename else", async () => {
    const entries = { "JPEGImages/a.jpg": [20, 10] as const, "JPEGImages/b.jpg": [20, 10] as const };
    const stale = await read({
      ...entries,
      "Annotations/a.xml": xml(object("car", 1, 1, 3, 3), { fileName: "b.jpg" }),
    });
    expect(stale.images[0]?.matchedPath).toBe("JPEGImages/a.jpg");
    expect(reasons(stale)).toContain("warning: the file says b.jpg: matched by the XML file's own name");
    const other = await read({
      ...entries,
      "Annotations/1.xml": xml(object("car", 1, 1, 3, 3), { fileName: "C:\\x\\b.jpg" }),
    });
    expect(other.images[0]?.matchedPath).toBe("JPEGImages/b.jpg");
  });

  it("reads makesense's names, which are not escaped, and says so", async () => {
    const document = await read({
      "a.jpg": [20, 10],
      "a.xml": xml(object('sign, board & "arrow" <left>', 1, 1, 3, 3) + object("car", 1, 1, 3, 3)),
    });
    expect(annotationsOf(document).map(({ categoryName }) => categoryName)).toEqual([
      'sign, board & "arrow" <left>',
      "car",
    ]);
    expect(document.ledger.annotations).toMatchObject({ read: 2, kept: 1, guessed: 1 });
  });

  it("drops and repairs object by object, each with its place", async () => {
    const document = await read({
      "a.jpg": [20, 10],
      "a.xml": xml(
        [
          object("", 1, 1, 3, 3),
          object("car", "NaN", 1, 3, 3),
          object("car", 1e9, 1, 2e9, 3),
          object("car", -5, -5, 5, 5),
          object("car", 5, 5, 1, 1),
          "<object><name>car</name><robndbox><cx>1</cx></robndbox></object>",
          object("car", 1, 1, 3, 3, "<part><name>wheel</name></part>"),
        ].join(""),
      ),
    });
    expect(document.ledger.annotations).toMatchObject({ read: 7, kept: 0, clipped: 2, guessed: 1, dropped: 4 });
    expect(document.ledger.entries.filter(({ kind }) => kind === "dropped").map(({ place }) => place)).toEqual(
      [0, 1, 2, 5].map((i) => `a.xml object[${i}]`),
    );
  });

  it.each([
    [
      "entities of its own",
      `<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;">]><annotation>&y;</annotation>`,
      /a.xml line 1: the file defines entities/,
    ],
    ["no end", xml(object("car", 1, 1, 3, 3)).slice(0, -30), /a.xml line 2: not well-formed XML/],
    ["deep nesting", `<annotation>${"<a>".repeat(1000)}`, /nested more than 64 deep/],
    ["nothing", " ", /the file is empty/],
  ])("refuses a file with %s, by line", async (_, text, message) => {
    const files = [{ path: "a.xml", text: async () => text }];
    await expect(parseAnnotations({ files, imagePaths: null, format: "voc" })).rejects.toThrow(message);
  });

  it("joins instance masks to their objects and keeps masks out of the pictures", async () => {
    // Two objects whose masks have a border, and one that only the masks know.
    const objects = new Uint8Array(200);
    const classes = new Uint8Array(200);
    const fill = (value: number, kind: number, left: number, top: number, right: number, bottom: number) => {
      for (let y = top; y < bottom; y++) {
        for (let x = left; x < right; x++) {
          objects[y * 20 + x] = value;
          classes[y * 20 + x] = kind;
        }
      }
    };
    fill(1, 7, 1, 1, 6, 6);
    fill(2, 7, 10, 1, 15, 6);
    fill(3, 15, 17, 7, 20, 10);
    fill(255, 255, 1, 1, 2, 6);
    const png = (samples: Uint8Array) => encodePng(samples, 10, 20, vocPaletteRgb());
    const document = await read({
      "JPEGImages/a.jpg": [20, 10],
      "Annotations/a.xml": xml(object("car", 1, 1, 6, 6) + object("car", 10, 1, 15, 6)),
      "SegmentationObject/a.png": png(objects),
      "SegmentationClass/a.png": png(classes),
      "SegmentationClassVisualization/a.jpg": [20, 10],
    });
    expect(document.images).toHaveLength(1);
    expect(document.maskPaths).toHaveLength(3);
    const [first, second, third] = annotationsOf(document);
    expect(first).toMatchObject({ geometry: { type: "rle" }, boxXywhPx: [1, 1, 5, 5], areaPx: 20 });
    expect(second).toMatchObject({ areaPx: 25 });
    expect(third).toMatchObject({ categoryName: "person", key: "Annotations/a.xml mask 3", boxXywhPx: [17, 7, 3, 3] });
    const mask = first?.geometry.type === "rle" ? maskRowMajorFromRle(first.geometry.rle) : [];
    expect(Array.from(mask)).toEqual(Array.from(objects, (value) => (value === 1 ? 1 : 0)));
    expect(document.ledger.annotations).toMatchObject({ read: 3, kept: 2, guessed: 1 });
  });

  it("keeps boxes beside a mask that cannot be read", async () => {
    const document = await read({
      "JPEGImages/a.jpg": [20, 10],
      "Annotations/a.xml": xml(object("car", 1, 1, 6, 6)),
      "SegmentationObject/a.png": encodePng(new Uint8Array(4), 2, 2, null),
    });
    expect(annotationsOf(document)[0]?.geometry.type).toBe("box");
    expect(reasons(document)[1]).toMatch(/the mask cannot be read: it is 2 x 2, its image 20 x 10/);
  });
});

import { describe, expect, it } from "vitest";
import type { AnnotationDocument } from "../../document/types.ts";
import { makeImport } from "../../testing/makeImport.ts";
import { parseAnnotations } from "../parseAnnotations.ts";
import type { ReaderOptions } from "../reading/FormatReader.ts";

const IMAGES = { "a.jpg": [40, 30], "b.jpg": [40, 30] } as const;
const readJson = (value: unknown, reader: ReaderOptions = {}, name = "via.json") =>
  parseAnnotations({ ...makeImport({ ...IMAGES, [name]: JSON.stringify(value) }), reader });
const annotationsOf = (document: AnnotationDocument) => document.images.flatMap((image) => image.annotations);
const reasons = (document: AnnotationDocument) =>
  document.ledger.entries.map(({ kind, reason }) => `${kind}: ${reason}`);

const rect = { name: "rect", x: 1, y: 2, width: 10, height: 8 };
const polygon = { name: "polygon", all_points_x: [1, 11, 11, 1], all_points_y: [1, 1, 9, 1] };
const region = (shape: unknown, attributes: unknown = { label: "car" }) => ({
  shape_attributes: shape,
  region_attributes: attributes,
});
const entry = (regions: unknown, filename = "a.jpg") => ({ filename, size: 1, regions, file_attributes: {} });

describe("readVia", () => {
  it.each([
    ["1.x, regions by number", { "a.jpg1": entry({ 0: region(rect), 1: region(polygon) }) }],
    ["2.x, regions in a list", { "a.jpg1": entry([region(rect), region(polygon)]) }],
    [
      "a project",
      {
        _via_settings: {},
        _via_attributes: {},
        _via_img_metadata: { "a.jpg1": entry([region(rect), region(polygon)]) },
      },
    ],
    [
      "makesense's VGG, keyed by bare name",
      { "a.jpg": { ...entry({ 0: region(rect), 1: region(polygon) }), fileref: "" } },
    ],
  ])("reads %s", async (_, value) => {
    const document = await readJson(value);
    expect(document).toMatchObject({
      format: "via",
      images: [{ matchedPath: "a.jpg", widthPx: 40 }, { matchedPath: "b.jpg" }],
    });
    expect(annotationsOf(document)).toMatchObject([
      { categoryName: "car", geometry: { type: "box" }, boxXywhPx: [1, 2, 10, 8] },
      // The last point repeats the first.
      { geometry: { parts: [{ outer: [1, 1, 11, 1, 11, 9] }] } },
    ]);
    expect(document.ledger.annotations).toMatchObject({ read: 2, kept: 2 });
  });

  it("finds the attribute that holds the class, in a set that names it twice", async () => {
    const document = await readJson({
      x: entry([
        region(rect, { kind: "car", note: "" }),
        region(rect, { kind: "sign" }),
        region(rect, { name: "bus" }),
        region(rect, {}),
        region(rect, { kind: { a: true, b: false, c: true } }),
      ]),
    });
    expect(annotationsOf(document).map(({ categoryName }) => categoryName)).toEqual(["car", "sign", "bus", "a"]);
    expect(document.ledger.annotations).toMatchObject({ kept: 2, guessed: 2, dropped: 1 });
    expect(reasons(document)).toContain("dropped: no attribute holds a class");
    const wanted = await readJson(
      { x: entry([region(rect, { kind: "car", name: "bus" })]) },
      { classAttribute: "name" },
    );
    expect(annotationsOf(wanted)[0]?.categoryName).toBe("bus");
  });

  it("calls choices by the names that the project gives their numbers", async () => {
    const options = { 1: "car", 2: "sign board" };
    const project = (about: object, ...attributes: object[]) =>
      readJson({
        _via_attributes: { region: { type: about }, file: {} },
        _via_img_metadata: { "a.jpg1": entry(attributes.map((one) => region(rect, one))) },
      });
    const names = async (read: Promise<AnnotationDocument>) =>
      annotationsOf(await read).map(({ categoryName }) => categoryName);
    expect(await names(project({ type: "dropdown", options }, { type: "1" }, { type: "2" }, { type: "3" }))).toEqual([
      ...["car", "sign board", "3"],
    ]);
    expect(await names(project({ type: "checkbox", options }, { type: { 2: true, 1: false } }))).toEqual([
      "sign board",
    ]);
    // Ids that are words are names, and descriptions describe them.
    const words = { car: "any vehicle on four wheels", sign: "" };
    expect(await names(project({ type: "radio", options: words }, { type: "car" }))).toEqual(["car"]);
  });

  it("calls shapes of a set without any attribute objects, and says so", async () => {
    const document = await readJson({ x: entry([region(rect, {})]) });
    expect(annotationsOf(document)[0]?.categoryName).toBe("object");
    expect(reasons(document)[0]).toMatch(/no region has an attribute/);
  });

  it("drops shapes without an area or of unknown kind, and turns round ones into polygons", async () => {
    const shapes = [
      { name: "point", cx: 1, cy: 1 },
      { name: "polyline" },
      { name: "star" },
      { name: "circle", cx: 20, cy: 15, r: 10 },
      { name: "ellipse", cx: 20, cy: 15, rx: 10, ry: 5, theta: Math.PI / 2 },
      { ...rect, x: "NaN" },
      { name: "polygon", all_points_x: [1], all_points_y: 3 },
      null,
    ];
    const document = await readJson({ x: entry(shapes.map((shape) => region(shape))) });
    expect(document.ledger.annotations).toMatchObject({ read: 8, guessed: 2, dropped: 6 });
    const [circle, ellipse] = annotationsOf(document);
    expect(circle?.areaPx).toBeCloseTo(Math.PI * 100, 6);
    expect(ellipse?.areaPx).toBeCloseTo(Math.PI * 50, 6);
    const [, , width = 0, height = 0] = ellipse?.boxXywhPx ?? [];
    expect([Math.round(width), Math.round(height)]).toEqual([10, 20]);
  });

  it("does not choose between two images of one name and two sizes", async () => {
    const document = await readJson({ "a.jpg1": entry([region(rect)]), "a.jpg2": entry([region(rect)]) });
    expect(document.ledger).toMatchObject({ images: { ambiguous: 2 }, annotations: { dropped: 2 } });
  });

  it("reads CSV: bare file names with commas, doubled quotes, images without regions, broken cells", async () => {
    const cell = (value: unknown) => `"${JSON.stringify(value).replaceAll('"', '""')}"`;
    const rows = [
      "#filename,file_size,file_attributes,region_count,region_id,region_shape_attributes,region_attributes",
      `a.jpg,1,"{}",1,0,${cell(rect)},${cell({ label: 'sign, board "x"' })}`,
      `b, c.jpg,1,"{}",1,0,${cell(polygon)},${cell({ label: "car" })}`,
      `b.jpg,1,"{}",0,0,"{}","{}"`,
      `a.jpg,1,"{}",2,1,"{""name"":""rect""",${cell({ label: "car" })}`,
    ];
    const document = await parseAnnotations(
      makeImport({ ...IMAGES, "b, c.jpg": [40, 30], "via.csv": rows.join("\r\n") }),
    );
    expect(document.format).toBe("via");
    expect(document.images.map(({ matchedPath, annotations }) => [matchedPath, annotations.length])).toEqual([
      ["a.jpg", 1],
      ["b, c.jpg", 1],
      ["b.jpg", 0],
    ]);
    expect(annotationsOf(document)[0]).toMatchObject({ key: "via.csv line 2", categoryName: 'sign, board "x"' });
    expect(document.ledger.entries.at(-1)).toMatchObject({ kind: "dropped", place: "via.csv line 5" });
  });

  it("refuses files that only look like it", async () => {
    const files = (path: string, text: string) => [{ path, text: async () => text }];
    await expect(parseAnnotations({ files: files("v.json", "[]"), imagePaths: null, format: "via" })).rejects.toThrow(
      /not a JSON object/,
    );
    await expect(parseAnnotations({ files: files("v.json", "{}"), imagePaths: null, format: "via" })).rejects.toThrow(
      /holds no image/,
    );
    await expect(parseAnnotations({ files: files("v.csv", "a,b\n"), imagePaths: null, format: "via" })).rejects.toThrow(
      /header is not VIA's/,
    );
  });
});

import { zlibSync } from "fflate";
import { describe, expect, it } from "vitest";
import type { AnnotationDocument } from "../../document/types.ts";
import { maskRowMajorFromRle } from "../../geometry/rle.ts";
import { parseAnnotations } from "../parseAnnotations.ts";

const SQUARE = [
  [1, 1],
  [5, 1],
  [5, 5],
  [1, 5],
];

interface Shape {
  label?: unknown;
  points?: unknown;
  shape_type?: string;
  group_id?: number | null;
  mask?: string;
}

function labelme(shapes: Shape[], more: object = {}): string {
  return JSON.stringify({
    version: "5.7.0",
    flags: {},
    shapes: shapes.map((shape) => ({ label: "car", shape_type: "polygon", group_id: null, ...shape })),
    imagePath: "a.jpg",
    imageData: null,
    imageHeight: 8,
    imageWidth: 12,
    ...more,
  });
}

function parse(text: string, path = "a.json", imagePaths = ["a.jpg"]): Promise<AnnotationDocument> {
  return parseAnnotations({ files: [{ path, text: async () => text }], imagePaths });
}

const annotationsOf = (document: AnnotationDocument) => document.images[0]?.annotations ?? [];

/** A grey PNG of one row, as labelme packs a mask's crop. */
function maskPng(width: number, height: number, pixels: number[]): string {
  const word = (value: number): number[] => [0, 0, value >> 8, value & 255];
  const rows = Array.from({ length: height }, (_, y) => [0, ...pixels.slice(y * width, (y + 1) * width)]).flat();
  const data = zlibSync(Uint8Array.from(rows));
  const bytes = [
    ...[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
    ...[...word(13), 0x49, 0x48, 0x44, 0x52, ...word(width), ...word(height), 8, 0, 0, 0, 0, 0, 0, 0, 0],
    ...[...word(data.length), 0x49, 0x44, 0x41, 0x54, ...data, 0, 0, 0, 0],
    ...[...word(0), 0x49, 0x45, 0x4e, 0x44, 0, 0, 0, 0],
  ];
  return btoa(String.fromCharCode(...bytes));
}

describe("parseLabelme", () => {
  it("reads a polygon", async () => {
    const document = await parse(labelme([{ points: SQUARE }]));
    expect(annotationsOf(document)).toMatchObject([
      {
        key: "a.json shapes[0]",
        categoryName: "car",
        geometry: { type: "polygon", parts: [{ outer: [1, 1, 5, 1, 5, 5, 1, 5], holes: [] }] },
        boxXywhPx: [1, 1, 4, 4],
        areaPx: 16,
        isCrowd: false,
      },
    ]);
    expect(document).toMatchObject({ format: "labelme", coordinateFrame: "upright" });
    expect(document.categories).toEqual([{ name: "car", sourceId: null }]);
  });

  it("reads a rectangle from any two corners as a box", async () => {
    const document = await parse(
      labelme([
        {
          shape_type: "rectangle",
          points: [
            [7, 6],
            [3, 2],
          ],
        },
      ]),
    );
    expect(annotationsOf(document)).toMatchObject([{ geometry: { type: "box" }, boxXywhPx: [3, 2, 4, 4], areaPx: 16 }]);
  });

  it.each(["oriented_rectangle", "rotation", "quadrilateral"])(
    "reads an oriented rectangle as its four corners, here called %s",
    async (kind) => {
      const points = [
        [4, 1],
        [7, 4],
        [4, 7],
        [1, 4],
      ];
      const document = await parse(labelme([{ shape_type: kind, points }]));
      expect(annotationsOf(document)).toMatchObject([{ geometry: { type: "polygon" }, areaPx: 18 }]);
    },
  );

  it("draws a circle as a polygon of its area, and says so", async () => {
    const points = [
      [4, 4],
      [7, 4],
    ];
    const document = await parse(labelme([{ shape_type: "circle", points }]));
    expect(annotationsOf(document)[0]?.areaPx).toBeCloseTo(9 * Math.PI, 6);
    expect(document.ledger.entries).toMatchObject([{ kind: "guessed", reason: /circle became a polygon/ }]);
  });

  it("places a mask at its first corner, the last corner included", async () => {
    const mask = maskPng(3, 2, [1, 0, 1, 1, 1, 1]);
    const points = [
      [2, 3],
      [4, 4],
    ];
    const document = await parse(labelme([{ shape_type: "mask", points, mask }]));
    const geometry = annotationsOf(document)[0]?.geometry;
    const pixels = geometry?.type === "rle" ? Array.from(maskRowMajorFromRle(geometry.rle)) : [];
    expect(pixels.flatMap((value, i) => (value === 1 ? [[i % 12, Math.floor(i / 12)]] : []))).toEqual([
      [2, 3],
      [4, 3],
      [2, 4],
      [3, 4],
      [4, 4],
    ]);
    expect(annotationsOf(document)[0]).toMatchObject({ boxXywhPx: [2, 3, 3, 2], areaPx: 5 });
    expect(document.ledger.annotations.kept).toBe(1);
  });

  it("cuts a mask that reaches outside its image, and says so", async () => {
    const points = [
      [10, 7],
      [12, 8],
    ];
    const document = await parse(labelme([{ shape_type: "mask", points, mask: maskPng(3, 2, [1, 1, 1, 1, 1, 1]) }]));
    expect(annotationsOf(document)[0]).toMatchObject({ boxXywhPx: [10, 7, 2, 1], areaPx: 2 });
    expect(document.ledger.annotations.clipped).toBe(1);
  });

  it("makes shapes of one label and group one instance", async () => {
    const far = SQUARE.map(([x = 0, y = 0]) => [x + 6, y]);
    const document = await parse(
      labelme([
        { points: SQUARE, group_id: 0 },
        { points: far, group_id: 0 },
        { points: far, group_id: 0, label: "sign" },
        { points: SQUARE, group_id: null },
      ]),
    );
    expect(annotationsOf(document)).toMatchObject([
      { categoryName: "car", boxXywhPx: [1, 1, 10, 4], areaPx: 32, geometry: { parts: [{}, {}] } },
      { categoryName: "sign", areaPx: 16 },
      { categoryName: "car", areaPx: 16 },
    ]);
    expect(document.ledger.annotations).toMatchObject({ read: 4, kept: 3, merged: 1 });
    expect(document.ledger.entries[0]?.reason).toMatch(/part of a.json shapes\[0\]/);
  });

  it("unites a polygon and a mask of one group as pixels", async () => {
    const points = [
      [4, 4],
      [6, 5],
    ];
    const document = await parse(
      labelme([
        { points: SQUARE, group_id: 1 },
        { points, group_id: 1, shape_type: "mask", mask: maskPng(3, 2, [1, 1, 1, 1, 1, 1]) },
      ]),
    );
    // 16 pixels of the square and 6 of the mask, one of which is in both.
    expect(annotationsOf(document)).toMatchObject([{ geometry: { type: "rle" }, areaPx: 21, boxXywhPx: [1, 1, 6, 5] }]);
  });

  it("reads version 3, which has neither group_id nor shape_type", async () => {
    const shape = { label: "fig", line_color: null, fill_color: null, points: SQUARE };
    const text = labelme([], { version: "3.16.2", shapes: [shape, shape], lineColor: [0, 255, 0, 128] });
    expect(annotationsOf(await parse(text)).length).toBe(2);
  });

  it.each([
    [
      "a line",
      {
        shape_type: "line",
        points: [
          [1, 1],
          [2, 2],
        ],
      },
      /a line has no area/,
    ],
    ["a line strip", { shape_type: "linestrip", points: SQUARE }, /a line strip has no area/],
    ["a point", { shape_type: "point", points: [[1, 1]] }, /a point has no area/],
    ["points", { shape_type: "points", points: SQUARE }, /a set of points has no area/],
    ["a kind from the future", { shape_type: "spline", points: SQUARE }, /shape type spline is not known/],
    [
      "a polygon of two points",
      {
        points: [
          [1, 1],
          [2, 2],
        ],
      },
      /fewer than 3 points/,
    ],
    ["broken points", { points: [[1, 1], [2], [3, 3]] }, /no list of \[x, y\] pairs/],
    [
      "a broken mask",
      {
        shape_type: "mask",
        mask: "!!",
        points: [
          [1, 1],
          [2, 2],
        ],
      },
      /mask cannot be read: the text is no base64/,
    ],
    ["the label __ignore__", { label: "__ignore__", points: SQUARE }, /__ignore__/],
    ["the label _background_", { label: "_background_", points: SQUARE }, /_background_/],
    ["no label", { label: "", points: SQUARE }, /no label/],
  ])("drops %s, and says why", async (_, shape, reason) => {
    const document = await parse(labelme([shape, { points: SQUARE }]));
    expect(annotationsOf(document).length).toBe(1);
    expect(document.ledger.annotations).toMatchObject({ read: 2, kept: 1, dropped: 1 });
    expect(document.ledger.entries[0]).toMatchObject({ kind: "dropped", place: "a.json shapes[0]" });
    expect(document.ledger.entries[0]?.reason).toMatch(reason);
  });

  it("finds the image by the JSON file's own name where imagePath leads nowhere", async () => {
    const text = labelme([{ points: SQUARE }], { imagePath: "D:\\photos\\moved.jpg" });
    const document = await parse(text, "set/b.json", ["set/b.png", "set/c.png"]);
    expect(document.images[0]).toMatchObject({ matchedPath: "set/b.png", fileName: "photos/moved.jpg" });
    expect(document.ledger.entries[0]?.reason).toMatch(/matched by the JSON file's own name/);
  });

  it("goes on after a broken file, and says so", async () => {
    const files = [
      { path: "a.json", text: async () => labelme([{ points: SQUARE }]) },
      { path: "b.json", text: async () => labelme([{ points: SQUARE }]).slice(0, 60) },
    ];
    const document = await parseAnnotations({ files, imagePaths: ["a.jpg", "b.jpg"] });
    expect(annotationsOf(document).length).toBe(1);
    expect(document.ledger.entries).toMatchObject([
      { kind: "dropped", place: "b.json", annotations: 0, reason: /ends too early/ },
      { kind: "warning", place: "b.jpg" },
    ]);
  });
});

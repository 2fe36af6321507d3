import { describe, expect, it } from "vitest";
import type { AnnotationDocument } from "../../document/types.ts";
import { makeImport } from "../../testing/makeImport.ts";
import { parseAnnotations } from "../parseAnnotations.ts";
import { imageNamesOf } from "./labelStudioImage.ts";
import { maskFromBrushRle } from "./maskFromBrushRle.ts";

const IMAGES = { "a.jpg": [200, 100], "b.jpg": [200, 100] } as const;
const read = (tasks: unknown) => parseAnnotations(makeImport({ ...IMAGES, "tasks.json": JSON.stringify(tasks) }));
const readAs = (tasks: unknown) =>
  parseAnnotations({ ...makeImport({ ...IMAGES, "tasks.json": JSON.stringify(tasks) }), format: "label-studio" });
const annotationsOf = (document: AnnotationDocument) => document.images.flatMap((image) => image.annotations);
const reasons = (document: AnnotationDocument) =>
  document.ledger.entries.map(({ kind, reason }) => `${kind}: ${reason}`);
const result = (value: unknown, more = {}) => ({
  original_width: 200,
  original_height: 100,
  image_rotation: 0,
  value,
  ...more,
});
const task = (results: unknown[], more = {}) => ({
  data: { image: "/data/upload/1/1a2b3c4d-a.jpg" },
  annotations: [{ result: results, was_cancelled: false }],
  ...more,
});
const rectangle = { x: 10, y: 20, width: 30, height: 40, rotation: 0, rectanglelabels: ["car"] };

describe("readLabelStudio", () => {
  it("reads percent as pixels, and drops the prefix of an upload", async () => {
    const document = await read([
      task([
        result(rectangle),
        result({
          points: [
            [0, 0],
            [50, 0],
            [50.25, 50],
          ],
          closed: true,
          polygonlabels: ["sign"],
        }),
      ]),
    ]);
    expect(document).toMatchObject({
      format: "label-studio",
      coordinateFrame: "upright",
      images: [{ matchedPath: "a.jpg", widthPx: 200 }, {}],
    });
    expect(annotationsOf(document)).toMatchObject([
      { key: "tasks.json [0].annotations[0].result[0]", categoryName: "car", boxXywhPx: [20, 20, 60, 40] },
      { categoryName: "sign", geometry: { parts: [{ outer: [0, 0, 100, 0, 100.5, 50] }] } },
    ]);
    expect(document.ledger.annotations).toMatchObject({ read: 2, kept: 2 });
  });

  it("turns boxes about their top-left corner, in pixels and not in percent", async () => {
    const [turned] = annotationsOf(await read([task([result({ ...rectangle, x: 50, rotation: 90 })])]));
    // 60 x 40 at (100, 20), turned right: 40 to the left and 60 down.
    expect(turned?.boxXywhPx.map((value) => Math.round(value * 1e6) / 1e6)).toEqual([60, 20, 40, 60]);
  });

  it("takes the ground truth, else the last who finished, and says what it left out", async () => {
    const by = (label: string, more: object) => ({
      result: [result({ ...rectangle, rectanglelabels: [label] })],
      ...more,
    });
    const document = await read([
      {
        data: { image: "a.jpg" },
        annotations: [
          by("old", { updated_at: "2024-01-01" }),
          by("new", { updated_at: "2024-02-01" }),
          by("no", { was_cancelled: true, updated_at: "2025" }),
        ],
        drafts: [{}],
        predictions: [{}, {}],
      },
      {
        data: { image: "b.jpg" },
        annotations: [by("truth", { ground_truth: true }), by("later", { updated_at: "2025" })],
      },
    ]);
    expect(annotationsOf(document).map(({ categoryName }) => categoryName)).toEqual(["new", "truth"]);
    expect(document.ledger.annotations).toMatchObject({ read: 5, kept: 2, dropped: 3 });
    expect(reasons(document)).toEqual([
      "dropped: by another annotator of the same task; 1 left out",
      "dropped: cancelled by its annotator; 1 left out",
      "warning: 1 drafts are not imported",
      "warning: 2 predictions are not imported",
      "dropped: by another annotator of the same task; 1 left out",
    ]);
  });

  it("joins a shape's box to it where an importer made both", async () => {
    const polygon = {
      points: [
        [10, 20],
        [40, 20],
        [40, 60],
        [10, 60],
      ],
      polygonlabels: ["car"],
    };
    const document = await read([
      task([result(rectangle), result(polygon), result({ ...rectangle, rectanglelabels: ["bus"] })]),
    ]);
    expect(annotationsOf(document).map(({ categoryName, geometry }) => `${categoryName} ${geometry.type}`)).toEqual([
      "car polygon",
      "bus box",
    ]);
    expect(document.ledger.annotations).toMatchObject({ read: 3, kept: 2, merged: 1 });
  });

  it("drops region by region what has no area, no label or no size", async () => {
    const document = await read([
      task([
        result({ x: 1, y: 1, width: 0.1, keypointlabels: ["k"] }),
        result({ ...rectangle, rectanglelabels: [] }),
        result({ ...rectangle, rectanglelabels: ["car", "red"] }),
        result({
          points: [
            [1, 1],
            [2, 2],
          ],
          closed: false,
          polygonlabels: ["car"],
        }),
        result({ format: "rle", rle: [0, 0, 0, 4, 57], brushlabels: ["car"] }),
        result({ x: 50, y: 50, radiusX: 5, radiusY: 10, ellipselabels: ["car"] }),
        { type: "choices", value: { choices: ["day"] } },
        null,
      ]),
    ]);
    expect(document.ledger.annotations).toMatchObject({ read: 7, guessed: 2, dropped: 5 });
    const tasks = [{ data: { image: "a.jpg" }, annotations: [{ result: [{ value: rectangle }] }] }];
    const { files, imagePaths } = makeImport({ ...IMAGES, "tasks.json": JSON.stringify(tasks) });
    const unsized = await parseAnnotations({ files, imagePaths, format: "label-studio" });
    expect(reasons(unsized)[0]).toMatch(/original_width and original_height are missing/);
    // Of the picture's own size percent can be taken.
    expect(annotationsOf(await readAs(tasks))[0]?.boxXywhPx).toEqual([20, 20, 60, 40]);
  });

  it("refuses what is no list of tasks", async () => {
    const files = (text: string) => [{ path: "t.json", text: async () => text }];
    await expect(
      parseAnnotations({ files: files("[1, null]"), imagePaths: null, format: "label-studio" }),
    ).rejects.toThrow(/no task with data/);
  });
});

describe("imageNamesOf", () => {
  it.each([
    ["/data/local-files/?d=street%20facades/a.jpg", ["street facades/a.jpg"]],
    ["https://host/x/a.jpg?token=1", ["x/a.jpg"]],
    ["s3://bucket/x/a.jpg", ["x/a.jpg"]],
    ["/data/upload/1/1a2b3c4d-a.jpg", ["data/upload/1/1a2b3c4d-a.jpg", "a.jpg"]],
    ["C:\\pictures\\100%.jpg", ["pictures/100%.jpg"]],
  ])("of %s", (image, names) => {
    expect(imageNamesOf({ data: { image } })).toEqual(names);
  });

  it("looks into the upload's name where the address says nothing", () => {
    expect(imageNamesOf({ data: { image: "/image2" }, file_upload: "e97d4735-25.jpg" })).toEqual([
      "e97d4735-25.jpg",
      "25.jpg",
      "image2",
    ]);
  });
});

it("brush run lengths are refused when they do not fit", () => {
  expect(() => maskFromBrushRle([0, 0, 0], 1, 1)).toThrow(/end too early/);
  expect(() => maskFromBrushRle([0, 0, 0, 8, 57, 27], 1, 1)).toThrow(/covers 2 pixels, its image has 1 x 1/);
});

import { describe, expect, it } from "vitest";
import type { AnnotationDocument } from "../../document/types.ts";
import { rleFromMaskRowMajor } from "../../geometry/rle.ts";
import { parseAnnotations } from "../parseAnnotations.ts";
import { writeCoco } from "./writeCoco.ts";

const TRIANGLE = [1, 1, 9, 1, 9, 7];
const IMAGE = { id: 0, file_name: "a.jpg", width: 20, height: 10 };
const CAR = { id: 0, name: "car" };

function coco(annotations: object[], more: object = {}): string {
  return JSON.stringify({ images: [IMAGE], categories: [CAR], annotations, ...more });
}

function parse(text: string, imagePaths: string[] | null = ["a.jpg"]): Promise<AnnotationDocument> {
  return parseAnnotations({ files: [{ path: "x.json", text: async () => text }], imagePaths, format: "coco" });
}

const onImage = (record: object): object => ({ id: 0, image_id: 0, category_id: 0, ...record });
const first = (document: AnnotationDocument) => document.images[0]?.annotations[0];

describe("parseCoco", () => {
  it("reads a polygon with ids 0, box and area as the file says them", async () => {
    const record = onImage({ segmentation: [TRIANGLE], bbox: [1, 1, 8, 6], area: 24.5, iscrowd: 0 });
    const document = await parse(coco([record]));
    expect(document.images).toEqual([
      {
        key: "x.json images[0]",
        fileName: "a.jpg",
        matchedPath: "a.jpg",
        widthPx: 20,
        heightPx: 10,
        subset: null,
        annotations: [
          {
            key: "x.json annotations[0]",
            categoryName: "car",
            geometry: { type: "polygon", parts: [{ outer: TRIANGLE, holes: [] }] },
            boxXywhPx: [1, 1, 8, 6],
            areaPx: 24.5,
            isCrowd: false,
            raw: record,
          },
        ],
      },
    ]);
    expect(document.ledger.annotations).toMatchObject({ read: 1, kept: 1 });
    expect(document.ledger.entries).toEqual([]);
  });

  it("measures what the file leaves out, and opens closed rings", async () => {
    const document = await parse(coco([onImage({ segmentation: [[...TRIANGLE, 1, 1]] })]));
    expect(first(document)).toMatchObject({ boxXywhPx: [1, 1, 8, 6], areaPx: 24 });
    expect(first(document)?.geometry).toEqual({ type: "polygon", parts: [{ outer: TRIANGLE, holes: [] }] });
  });

  it("reads several parts, and leaves a part of two points out", async () => {
    const document = await parse(coco([onImage({ segmentation: [TRIANGLE, [12, 1, 15, 1, 15, 4], [0, 0, 3, 3]] })]));
    const geometry = first(document)?.geometry;
    expect(geometry?.type === "polygon" && geometry.parts.length).toBe(2);
    expect(document.ledger.annotations).toMatchObject({ read: 1, clipped: 1 });
    expect(document.ledger.entries[0]?.reason).toMatch(/polygon 2 is left out: it has fewer than 3 points/);
  });

  it.each([
    ["text", rleFromMaskRowMajor([0, 1, 1, 0, 1, 1], 2, 3).counts],
    ["a list", [2, 4]],
  ])("reads run lengths as %s, crowds too", async (_, counts) => {
    const text = coco([onImage({ segmentation: { size: [2, 3], counts }, iscrowd: 1 })], {
      images: [{ ...IMAGE, width: 3, height: 2 }],
    });
    expect(first(await parse(text))).toMatchObject({
      geometry: { type: "rle", rle: rleFromMaskRowMajor([0, 1, 1, 0, 1, 1], 2, 3) },
      boxXywhPx: [1, 0, 2, 2],
      areaPx: 4,
      isCrowd: true,
    });
  });

  it("keeps a box where there is no segmentation", async () => {
    const document = await parse(coco([onImage({ segmentation: [], bbox: [2, 3, 4, 5] })]));
    expect(first(document)).toMatchObject({ geometry: { type: "box" }, boxXywhPx: [2, 3, 4, 5], areaPx: 20 });
    expect(document.ledger.annotations.kept).toBe(1);
  });

  it("falls back to the box where the mask has another size than the image, and says so", async () => {
    const segmentation = { size: [3, 3], counts: [3, 6] };
    const document = await parse(coco([onImage({ segmentation, bbox: [2, 3, 4, 5] })]));
    expect(first(document)?.geometry).toEqual({ type: "box" });
    expect(document.ledger.entries[0]).toMatchObject({ kind: "guessed", reason: expect.stringMatching(/3 x 3/) });
  });

  it("uses the segmentation's box where bbox does not fit it", async () => {
    const document = await parse(coco([onImage({ segmentation: [TRIANGLE], bbox: [1, 1, 9, 16] })]));
    expect(first(document)?.boxXywhPx).toEqual([1, 1, 8, 6]);
    expect(document.ledger.entries[0]).toMatchObject({ kind: "guessed", place: "x.json annotations[0]" });
  });

  it("keeps a box rounded by a pixel, unless it reaches outside the image", async () => {
    const inside = await parse(coco([onImage({ segmentation: [TRIANGLE], bbox: [0, 0, 10, 8] })]));
    expect(first(inside)?.boxXywhPx).toEqual([0, 0, 10, 8]);
    expect(inside.ledger.annotations.kept).toBe(1);
    const outside = await parse(coco([onImage({ segmentation: [TRIANGLE], bbox: [-0.5, 0, 10, 8] })]));
    expect(first(outside)?.boxXywhPx).toEqual([1, 1, 8, 6]);
    expect(outside.ledger.annotations.kept).toBe(1);
  });

  it("cuts to the image", async () => {
    const document = await parse(coco([onImage({ segmentation: [[15, 2, 25, 2, 25, 6, 15, 6]], area: 40 })]));
    expect(first(document)).toMatchObject({ boxXywhPx: [15, 2, 5, 4], areaPx: 20 });
    expect(document.ledger.entries[0]).toMatchObject({ kind: "clipped", reason: "cut to its image of 20 x 10" });
  });

  it.each([
    ["no class", { category_id: undefined, segmentation: [TRIANGLE] }, /no category_id/],
    ["an unknown class", { category_id: 7, segmentation: [TRIANGLE] }, /category_id 7 is in no category/],
    ["an unknown image", { image_id: 9, segmentation: [TRIANGLE] }, /image_id 9 is in no image/],
    ["no shape", {}, /neither a usable segmentation nor a box/],
    ["a polygon of two points", { segmentation: [[0, 0, 5, 5]] }, /fewer than 3 points.*neither/],
    ["a flat box", { bbox: [1, 1, 0, 5] }, /box without area/],
    ["a shape outside", { bbox: [50, 50, 5, 5] }, /outside its image of 20 x 10/],
    ["a coordinate that is null", { segmentation: [[1, 1, null, 1, 9, 7]] }, /no number|neither/],
  ])("drops an annotation with %s, and says why", async (_, record, reason) => {
    const document = await parse(coco([onImage(record), onImage({ segmentation: [TRIANGLE] })]));
    expect(document.images[0]?.annotations.length).toBe(1);
    expect(document.ledger.annotations).toMatchObject({ read: 2, kept: 1, dropped: 1 });
    expect(document.ledger.entries[0]?.reason).toMatch(reason);
    expect(document.ledger.entries[0]?.place).toBe("x.json annotations[0]");
  });

  it("leaves images without a file out, with the number of annotations that go with them", async () => {
    const text = coco([onImage({ segmentation: [TRIANGLE] }), onImage({ image_id: 5, segmentation: [TRIANGLE] })], {
      images: [IMAGE, { ...IMAGE, id: 5, file_name: "gone/b.jpg" }],
    });
    const document = await parse(text);
    expect(document.ledger.images).toEqual({ read: 2, matched: 1, missing: 1, ambiguous: 0, unmentioned: 0 });
    expect(document.ledger.entries).toEqual([
      {
        kind: "dropped",
        reason: "no image file gone/b.jpg came with the annotations; 1 annotation left out",
        place: "x.json images[1]",
        annotations: 1,
      },
    ]);
  });

  it("does not guess which of two images of one name is meant", async () => {
    const document = await parse(
      coco([onImage({ segmentation: [TRIANGLE] })], { images: [IMAGE, { ...IMAGE, id: 1 }] }),
    );
    expect(document.images).toEqual([]);
    expect(document.ledger.images).toMatchObject({ ambiguous: 2, unmentioned: 0 });
    expect(document.ledger.entries[0]?.reason).toMatch(/2 images of the file share this name \(a.jpg\); 1 annotation/);
  });

  it("adds images that no file mentions, without annotations", async () => {
    const document = await parse(coco([]), ["a.jpg", "val/b.jpg"]);
    expect(document.images[1]).toMatchObject({ matchedPath: "val/b.jpg", subset: "val", annotations: [] });
    expect(document.ledger.images.unmentioned).toBe(1);
  });

  it("makes categories of one name one, and keeps huge ids, gaps and text ids apart", async () => {
    const text = coco(
      [
        onImage({ category_id: 90000000000, segmentation: [TRIANGLE] }),
        onImage({ category_id: "3", bbox: [1, 1, 2, 2] }),
      ],
      {
        categories: [
          { id: 0, name: "facade" },
          { id: 3, name: "facade" },
          { id: 90000000000, name: "sign" },
          { id: 5 },
        ],
      },
    );
    const document = await parse(text);
    expect(document.categories).toEqual([
      { name: "facade", sourceId: "0,3" },
      { name: "sign", sourceId: "90000000000" },
      { name: "category 5", sourceId: "5" },
    ]);
    expect(document.images[0]?.annotations.map((annotation) => annotation.categoryName)).toEqual(["sign", "facade"]);
    expect(document.ledger.entries.map((entry) => entry.kind)).toEqual(["warning", "warning"]);
  });

  it("keeps ids beyond 2^53 apart, of images and of categories, in a file read at once and in pieces", async () => {
    const [a, b] = ["7706992903151817196", "7706992903151817197"];
    const text = `{"images":[{"id":${a},"file_name":"a.jpg"},{"id": ${b} ,"file_name":"b.jpg"}],
      "categories":[{"id":${b},"name":"cat"},{"id":${a},"name":"dog"}],
      "annotations":[{"id":1,"image_id":${a},"category_id":${a},"bbox":[1,2,3,4]},
        {"id":${a},"image_id":"${b}","category_id":${b},"bbox":[1.1234567890123456789,2,3,4]}]}`;
    const chunks = async function* () {
      yield new TextEncoder().encode(text);
    };
    for (const source of [
      { path: "x.json", text: async () => text },
      { path: "x.json", text: async () => "", chunks },
    ]) {
      const document = await parseAnnotations({ files: [source], imagePaths: ["a.jpg", "b.jpg"], format: "coco" });
      expect(document.images.map((image) => [image.fileName, image.annotations[0]?.categoryName])).toEqual([
        ["a.jpg", "dog"],
        ["b.jpg", "cat"],
      ]);
      expect(document.images[1]?.annotations[0]?.boxXywhPx[0]).toBe(1.1234567890123457);
    }
  });

  it("finds an image by its address, where it has no name and where that is its name", async () => {
    const address = "http://images.example.org/train2017/a.jpg?size=2";
    for (const image of [{ coco_url: address }, { file_name: address }, { file_name: "s3://bucket/x/a.jpg" }]) {
      const document = await parse(coco([onImage({ bbox: [1, 1, 2, 2] })], { images: [{ id: 0, ...image }] }));
      expect(document.ledger.images).toMatchObject({ matched: 1, missing: 0 });
    }
  });

  it("joins what two files say of one image", async () => {
    const files = ["train/_annotations.coco.json", "train/more.json"].map((path, i) => ({
      path,
      text: async () => coco([onImage({ segmentation: [TRIANGLE.map((value) => value + i)] })]),
    }));
    const document = await parseAnnotations({ files, imagePaths: ["train/a.jpg"] });
    expect(document.images.length).toBe(1);
    expect(document.images[0]).toMatchObject({ subset: "train" });
    expect(document.images[0]?.annotations.length).toBe(2);
    expect(document.ledger.entries[0]?.reason).toMatch(/speaks of the same image file/);
  });

  it("reads an object once that two files hold, as COCO's own instances and keypoints do", async () => {
    const person = onImage({ id: 7, segmentation: [TRIANGLE], bbox: [1, 1, 8, 6] });
    const other = onImage({ id: 8, segmentation: [[12, 1, 15, 1, 15, 4]] });
    const texts = {
      "captions_val.json": JSON.stringify({ images: [IMAGE], annotations: [{ id: 1, image_id: 0, caption: "a car" }] }),
      "instances_val.json": coco([person, other, other]),
      "person_keypoints_val.json": coco([{ ...person, keypoints: [5, 3, 2], num_keypoints: 1 }]),
    };
    const files = Object.entries(texts).map(([path, text]) => ({ path, text: async () => text }));
    const document = await parseAnnotations({ files, imagePaths: ["a.jpg"] });
    // What one file says twice stays: only files repeat each other.
    expect(document.images[0]?.annotations.map(({ key }) => key)).toEqual([
      "instances_val.json annotations[0]",
      "instances_val.json annotations[1]",
      "instances_val.json annotations[2]",
    ]);
    expect(document.ledger.annotations).toMatchObject({ read: 5, kept: 3, merged: 1, dropped: 1 });
    expect(document.ledger.entries).toMatchObject([
      { kind: "dropped", place: "captions_val.json annotations[0]", reason: "a caption is no object" },
      { kind: "warning" },
      { kind: "warning" },
      { kind: "merged", reason: "the same object as instances_val.json annotations[0]" },
    ]);
  });

  it("keeps the shape of an object where another file has its box", async () => {
    const shape = onImage({ segmentation: [TRIANGLE] });
    const box = onImage({ bbox: [1, 1, 8, 6] });
    for (const order of [
      [shape, box],
      [box, shape],
    ]) {
      const files = order.map((record, i) => ({ path: `${i}.json`, text: async () => coco([record]) }));
      const document = await parseAnnotations({ files, imagePaths: ["a.jpg"] });
      expect(document.images[0]?.annotations.map(({ geometry }) => geometry.type)).toEqual(["polygon"]);
      expect(document.ledger.annotations).toMatchObject({ read: 2, kept: 1, merged: 1 });
    }
  });

  it("says where all of a class are crowds, and reads them as objects where asked to", async () => {
    const crowd = onImage({ segmentation: [TRIANGLE], iscrowd: 1 });
    const text = coco([crowd, crowd, onImage({ category_id: 1, bbox: [1, 1, 5, 5] })], {
      categories: [CAR, { id: 1, name: "sign" }],
    });
    const files = [{ path: "x.json", text: async () => text }];
    const asWritten = await parseAnnotations({ files, imagePaths: ["a.jpg"] });
    expect(asWritten.images[0]?.annotations.map(({ isCrowd }) => isCrowd)).toEqual([true, true, false]);
    expect(asWritten.ledger.entries).toMatchObject([
      { kind: "warning", reason: expect.stringMatching(/^every annotation of class car \(2\) is marked as a crowd/) },
    ]);
    const asObjects = await parseAnnotations({ files, imagePaths: ["a.jpg"], reader: { crowds: "objects" } });
    expect(asObjects.images[0]?.annotations.map(({ isCrowd }) => isCrowd)).toEqual([false, false, false]);
    expect(asObjects.ledger.entries[0]?.reason).toMatch(
      /^annotations of class car marked as crowds \(2\) are read as objects/,
    );
  });

  it("measures the area where the file's is not the shape's", async () => {
    // The triangle has 24 px; its box, which some tools write, 48.
    const document = await parse(coco([onImage({ segmentation: [TRIANGLE], area: 48 })]));
    expect(first(document)?.areaPx).toBe(24);
    expect(document.ledger.entries[0]).toMatchObject({
      kind: "warning",
      place: "x.json annotations[0]",
      reason: expect.stringMatching(/^the area of one annotation is not that of the shape/),
    });
  });

  it.each([
    ["an empty file", "", /x.json: the file is empty/],
    ["a cut off file", '{"images": [', /x.json line 1: the JSON ends too early/],
    ["a broken line", '{"images": [],\n"annotations": oops}', /x.json line 2: not valid JSON near "oops/],
    ["NaN", '{"images": [], "annotations": [NaN]}', /NaN and Infinity are not JSON/],
    ["a results file", '[{"category_id": 1, "score": 0.5}]', /bare list, as COCO results are/],
    ["no images", '{"annotations": []}', /x.json images: the list "images" is missing/],
    ["a list that is none", '{"images": [], "annotations": {}}', /annotations: "annotations" is not a list/],
    [
      "two images of one id",
      JSON.stringify({ images: [IMAGE, { ...IMAGE, file_name: "b.jpg" }], annotations: [] }),
      /id 0 stands for both a.jpg and b.jpg/,
    ],
  ])("refuses %s with a place and advice", async (_, text, message) => {
    await expect(parse(text)).rejects.toThrow(message);
  });
});

describe("writeCoco", () => {
  const IMAGE_INFO = JSON.stringify({ images: [IMAGE], categories: [CAR] });
  const RESULTS = JSON.stringify([
    { image_id: 0, category_id: 0, bbox: [2, 3, 4, 5], score: 0.75 },
    { image_id: 0, category_id: 0, segmentation: { size: [10, 20], counts: [21, 3, 176] }, score: 0.5 },
    { image_id: 7, category_id: 0, bbox: [2, 3, 4, 5], score: 0.25 },
  ]);
  const parseBoth = (truth: string) =>
    parseAnnotations({
      files: [
        { path: "results.json", text: async () => RESULTS },
        { path: "info.json", text: async () => truth },
      ],
      imagePaths: ["a.jpg"],
    });

  it("takes results for the annotations of a file that lists images alone", async () => {
    const document = await parseBoth(IMAGE_INFO);
    expect(document.images[0]?.annotations).toMatchObject([
      { key: "results.json [0]", categoryName: "car", boxXywhPx: [2, 3, 4, 5], raw: { score: 0.75 } },
      { key: "results.json [1]", geometry: { type: "rle" }, areaPx: 3 },
    ]);
    expect(document.ledger.annotations).toMatchObject({ read: 3, kept: 2, dropped: 1 });
    expect(document.ledger.entries[0]).toMatchObject({ kind: "warning", place: "results.json" });
  });

  it("leaves results beside ground truth out, and says so", async () => {
    const document = await parseBoth(coco([onImage({ bbox: [1, 1, 5, 5] })]));
    expect(document.ledger.annotations).toMatchObject({ read: 1, kept: 1 });
    expect(document.ledger.entries).toMatchObject([
      { kind: "warning", place: "results.json", reason: expect.stringMatching(/use evaluate/) },
    ]);
  });

  it("writes what parseCoco reads back the same", async () => {
    const text = coco([
      onImage({ segmentation: [TRIANGLE, [12, 1, 15, 1, 15, 4]], bbox: [1, 1, 14, 6], area: 28.5, iscrowd: 0 }),
      onImage({ id: 1, segmentation: { size: [10, 20], counts: [7, 3, 190] }, area: 3, iscrowd: 1 }),
      onImage({ id: 2, segmentation: [], bbox: [2, 3, 4, 5] }),
    ]);
    const once = await parse(text);
    const twice = await parse(JSON.stringify(writeCoco(once)));
    const shapes = (document: AnnotationDocument) =>
      document.images[0]?.annotations.map(({ raw: _raw, ...annotation }) => annotation);
    expect(shapes(twice)).toEqual(shapes(once));
    expect(twice.ledger.annotations).toMatchObject({ read: 3, kept: 3 });
    expect(writeCoco(once).annotations.map((annotation) => annotation.id)).toEqual([1, 2, 3]);
  });

  it("writes a polygon with a hole as run lengths, so that the hole stays", async () => {
    const document = await parse(coco([]));
    document.images[0]?.annotations.push({
      key: "k",
      categoryName: "car",
      geometry: { type: "polygon", parts: [{ outer: [0, 0, 6, 0, 6, 6, 0, 6], holes: [[2, 2, 4, 2, 4, 4, 2, 4]] }] },
      boxXywhPx: [0, 0, 6, 6],
      areaPx: 32,
      isCrowd: false,
      raw: null,
    });
    const back = await parse(JSON.stringify(writeCoco(document)));
    expect(first(back)).toMatchObject({ boxXywhPx: [0, 0, 6, 6], areaPx: 32 });
    expect(first(back)?.geometry.type).toBe("rle");
  });
});

import { describe, expect, it } from "vitest";
import type { DocumentAnnotation, DocumentImage, Geometry } from "../document/types.ts";
import type { ReaderOptions } from "../formats/reading/FormatReader.ts";
import { maskRowMajorFromRle, rleFromMaskRowMajor } from "../geometry/rle.ts";
import { settleImage } from "./settleImage.ts";

type Frame = "raw" | "upright" | "unknown";
const ring = (x: number, y: number, right: number, bottom: number): Geometry => ({
  type: "polygon",
  parts: [{ outer: [x, y, right, y, right, bottom, x, bottom], holes: [] }],
});
function entryOf(
  size: readonly [number, number] | null,
  ...boxes: readonly [number, number, number, number][]
): DocumentImage {
  const annotations = boxes.map(
    ([x, y, right, bottom], i): DocumentAnnotation => ({
      key: `a[${i}]`,
      categoryName: "car",
      geometry: ring(x, y, right, bottom),
      boxXywhPx: [x, y, right - x, bottom - y],
      areaPx: (right - x) * (bottom - y),
      isCrowd: false,
      raw: null,
    }),
  );
  const [widthPx = null, heightPx = null] = size ?? [];
  return { key: "image", fileName: "a.jpg", matchedPath: "a.jpg", widthPx, heightPx, subset: null, annotations };
}
function settle(
  entry: DocumentImage,
  [widthPx, heightPx, exifOrientation = 1]: readonly [number, number, number?],
  options: ReaderOptions = {},
  coordinateFrame: Frame = "unknown",
) {
  const image = { widthPx, heightPx, exifOrientation };
  const read = settleImage({ format: "coco", coordinateFrame }, entry, "a.jpg", image, options);
  return {
    boxes: read.settled.map(({ shape }) => [...shape.boxXywhPx]),
    areas: read.settled.map(({ shape }) => shape.areaPx),
    amendments: read.amendments.map(({ kind, reason }) => `${kind}: ${reason}`),
    remarks: read.remarks.map(({ reason }) => reason),
  };
}

describe("a file that says another size than its picture has", () => {
  it("is scaled to it where both have the same shape, and each annotation says so", () => {
    const read = settle(entryOf([200, 160], [20, 20, 100, 80]), [100, 80]);
    expect(read).toEqual({
      boxes: [[10, 10, 40, 30]],
      areas: [1200],
      amendments: [
        "guessed: the file says the image is 200 x 160, a.jpg is 100 x 80: scaled to it, as both have the same shape",
      ],
      remarks: [],
    });
  });

  it("is read as pixels of the picture where its shapes reach beyond the size it says", () => {
    const read = settle(entryOf([50, 40], [20, 20, 100, 80]), [100, 80]);
    expect(read.boxes).toEqual([[20, 20, 80, 60]]);
    expect(read.remarks).toEqual(["the file says the image is 50 x 40, a.jpg is 100 x 80: check where its shapes lie"]);
  });

  it("is not cut to a width and a height that were swapped", () => {
    const read = settle(entryOf([80, 100], [60, 10, 95, 70]), [100, 80]);
    expect([read.boxes, read.amendments, read.remarks.length]).toEqual([[[60, 10, 35, 60]], [], 1]);
  });

  it("is scaled, or left, as a person says", () => {
    const odd = entryOf([200, 80], [20, 20, 100, 80]);
    expect(settle(odd, [100, 160], { scaleToImage: true }).boxes).toEqual([[10, 40, 40, 120]]);
    expect(settle(odd, [100, 160], { scaleToImage: true }).remarks[0]).toMatch(/scaled to it, as asked for/);
    const alike = entryOf([200, 160], [20, 20, 90, 70]);
    expect(settle(alike, [100, 80], { scaleToImage: false }).boxes).toEqual([[20, 20, 70, 50]]);
  });

  it("has its masks scaled too", () => {
    // 4 x 2 with the left half set, on a picture of 2 x 1.
    const rle = rleFromMaskRowMajor([1, 1, 0, 0, 1, 1, 0, 0], 2, 4);
    const entry = entryOf([4, 2], [0, 0, 2, 2]);
    const [first] = entry.annotations;
    const mask = {
      ...entry,
      annotations: [{ ...(first as DocumentAnnotation), geometry: { type: "rle" as const, rle } }],
    };
    const { settled } = settleImage(
      { format: "coco", coordinateFrame: "unknown" },
      mask,
      "a",
      { widthPx: 2, heightPx: 1, exifOrientation: 1 },
      {},
    );
    const shape = settled[0]?.shape;
    expect(shape?.boxXywhPx).toEqual([0, 0, 1, 1]);
    expect(shape?.geometry.type === "rle" && [...maskRowMajorFromRle(shape.geometry.rle)]).toEqual([1, 0]);
  });
});

describe("fractions taken for pixels", () => {
  it("are scaled to the picture where every shape lies within the first pixel", () => {
    const read = settle(entryOf([100, 80], [0.1, 0.125, 0.5, 0.5], [0, 0, 1, 1]), [100, 80]);
    expect(read.boxes).toEqual([
      [10, 10, 40, 30],
      [0, 0, 100, 80],
    ]);
    expect(read.amendments[0]).toMatch(/^guessed: all its shapes lie within the first pixel/);
  });

  it("stay pixels where one shape is larger, where the picture is tiny, and where a person says so", () => {
    expect(settle(entryOf([100, 80], [0.1, 0.1, 0.5, 0.5], [2, 2, 9, 9]), [100, 80]).boxes[0]?.[0]).toBe(0.1);
    expect(settle(entryOf([4, 4], [0, 0, 1, 1]), [4, 4]).boxes).toEqual([[0, 0, 1, 1]]);
    const one = entryOf([100, 80], [0.1, 0.1, 0.5, 0.5]);
    expect(settle(one, [100, 80], { coordinates: "pixels" }).boxes[0]?.[0]).toBe(0.1);
    expect(settle(one, [100, 80], { coordinates: "fractions" })).toMatchObject({
      boxes: [[10, 8, 40, 32]],
      amendments: [],
    });
  });
});

describe("pictures that EXIF turns", () => {
  // Stored 80 x 40, shown 40 x 80: orientation 6 turns it clockwise, (x, y) comes to (40 - y, x).
  const PICTURE = [40, 80, 6] as const;

  it.each([
    ["the size as stored", [80, 40], "unknown", [25, 20, 10, 40], []],
    ["the size as shown", [40, 80], "unknown", [20, 5, 20, 10], []],
    [
      "the size as stored, in a format of upright ones",
      [80, 40],
      "upright",
      [25, 20, 10, 40],
      [/as stored: taken as drawn on that/],
    ],
    ["the size as stored, made larger", [160, 80], "unknown", [32.5, 10, 5, 20], [/scaled to it/]],
  ] as const)("are read by %s", (_, size, frame, box, amendments) => {
    const read = settle(entryOf(size, size[0] === 40 ? [20, 5, 40, 15] : [20, 5, 60, 15]), PICTURE, {}, frame);
    expect(read.boxes).toEqual([box]);
    expect(read.amendments).toEqual(amendments.map((reason) => expect.stringMatching(reason)));
  });

  it("are read in the frame that a person names, and not cut to the size of the other", () => {
    const raw = settle(entryOf([40, 80], [20, 5, 60, 15]), PICTURE, { coordinateFrame: "raw" }, "raw");
    expect(raw).toMatchObject({ boxes: [[25, 20, 10, 40]], amendments: [], remarks: [] });
    const upright = settle(entryOf([80, 40], [5, 20, 15, 60]), PICTURE, { coordinateFrame: "upright" }, "upright");
    expect(upright).toMatchObject({ boxes: [[5, 20, 10, 40]], amendments: [], remarks: [] });
  });
});

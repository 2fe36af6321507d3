import { type BoxXywhPx, rleFromMaskRowMajor } from "@maskyard/annotations";
import type { ManifestAnnotation, ManifestImage } from "@maskyard/store";
import { expect, test } from "vitest";
import { chooseEvenly } from "./chooseEvenly.ts";
import { type FoundObject, toFoundObjects } from "./foundObjects.ts";
import { computeMetrics, metricPoints } from "./metrics.ts";

const categories = [
  { id: "c1", name: "car" },
  { id: "c2", name: "sign" },
];
const sidePx = 10;

function boxMask([x, y, width, height]: BoxXywhPx): Uint8Array {
  return Uint8Array.from({ length: sidePx * sidePx }, (_, at) => {
    const [row, column] = [Math.floor(at / sidePx), at % sidePx];
    return column >= x && column < x + width && row >= y && row < y + height ? 1 : 0;
  });
}

const truth = (id: string, categoryId: string, boxXywhPx: BoxXywhPx): ManifestAnnotation => ({
  id,
  revision: 1,
  categoryId,
  geometry: { type: "box" },
  boxXywhPx,
  areaPx: boxXywhPx[2] * boxXywhPx[3],
  isCrowd: false,
});

const image = (annotations: ManifestAnnotation[]): ManifestImage => ({
  id: "i1",
  fileName: "a.png",
  blobSha256: "",
  widthPx: sidePx,
  heightPx: sidePx,
  exifOrientation: 1,
  subset: "val",
  annotations,
});

const found = (label: number, score: number, boxXywhPx: [number, number, number, number]): FoundObject => ({
  label,
  score,
  boxXywhPx,
  rle: rleFromMaskRowMajor(boxMask(boxXywhPx), sidePx, sidePx),
});

test("a found car and a missed sign are AP 1 and 0, and 0.5 together", () => {
  const annotations = [truth("a1", "c1", [0, 0, 4, 4]), truth("a2", "c2", [5, 5, 3, 3])];
  const metrics = computeMetrics([{ image: image(annotations), found: [found(1, 0.9, [0, 0, 4, 4])] }], categories);
  expect(metrics.segm.AP).toBeCloseTo(0.5, 9);
  expect(metrics.bbox.AP50).toBeCloseTo(0.5, 9);
  expect(metrics.perClass.map(({ name, segm }) => [name, segm.AP.toFixed(9)])).toEqual([
    ["car", "1.000000000"],
    ["sign", "0.000000000"],
  ]);
});

test("the mask decides segm, the box decides bbox", () => {
  // A mask of half the object: IoU 0.5, which counts at the first of the ten thresholds only.
  const half = found(1, 0.9, [0, 0, 4, 2]);
  const metrics = computeMetrics(
    [{ image: image([truth("a1", "c1", [0, 0, 4, 4])]), found: [{ ...half, boxXywhPx: [0, 0, 4, 4] }] }],
    categories,
  );
  expect(metrics.segm.AP).toBeCloseTo(0.1, 9);
  expect(metrics.bbox.AP).toBeCloseTo(1, 9);
});

test("figures of which there is nothing to find have no point", () => {
  const metrics = computeMetrics([{ image: image([]), found: [] }], categories);
  expect(metrics.segm.AP).toBe(-1);
  expect(metricPoints(metrics)).toEqual({});
});

test("detections are kept as boxes of corner and size, and run lengths", () => {
  const [object] = toFoundObjects(
    [
      {
        boxXyxyPx: [1, 2, 4, 8],
        label: 2,
        score: 0.5,
        mask: () => boxMask([1, 2, 3, 6]),
        maskProbabilities: new Float32Array(),
        maskSize: 28,
      },
    ],
    sidePx,
    sidePx,
  );
  expect(object).toMatchObject({ label: 2, score: 0.5, boxXywhPx: [1, 2, 3, 6] });
  expect(object?.rle).toEqual(rleFromMaskRowMajor(boxMask([1, 2, 3, 6]), sidePx, sidePx));
});

test("a limited evaluation takes images spread over the set", () => {
  expect(chooseEvenly([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 4)).toEqual([0, 2, 5, 7]);
  expect(chooseEvenly([0, 1], 4)).toEqual([0, 1]);
  expect(chooseEvenly([0, 1], null)).toEqual([0, 1]);
});

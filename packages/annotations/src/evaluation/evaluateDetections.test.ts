import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { SourceFile } from "../formats/reading/SourceFile.ts";
import { evaluateCocoFiles } from "./evaluateCocoFiles.ts";
import { evaluateDetections } from "./evaluateDetections.ts";
import type { CocoSummary, EvaluationDetection, EvaluationGroundTruth, IouType } from "./types.ts";

const KEYS = ["AP", "AP50", "AP75", "APs", "APm", "APl", "AR1", "AR10", "AR100", "ARs", "ARm", "ARl"] as const;

interface Numbers {
  summary: number[];
  perClass: Record<string, number[]>;
}
interface GoldenSet {
  name: string;
  groundTruth: object;
  results: { bbox?: unknown }[];
  bbox: Numbers;
  segm: Numbers;
  segmWithoutBoxes: Numbers;
}
const readGolden = (name: string) => JSON.parse(readFileSync(new URL(name, import.meta.url), "utf8"));
const golden = readGolden("./evaluation.golden.json") as { sets: GoldenSet[] };
const source = (path: string, value: unknown): SourceFile => ({ path, text: async () => JSON.stringify(value) });

function expectNumbers(actual: CocoSummary, expected: number[], what: string): void {
  expect(expected.length).toBe(12);
  KEYS.forEach((key, i) => {
    expect(
      Math.abs(actual[key] - (expected[i] as number)),
      `${what} ${key}: ${actual[key]}, expected ${expected[i]}`,
    ).toBeLessThan(1e-12);
  });
}

async function compare(groundTruth: object, results: unknown, iouType: IouType, expected: Numbers): Promise<void> {
  const result = await evaluateCocoFiles({
    groundTruth: source("gt.json", groundTruth),
    results: source("results.json", results),
    iouType,
  });
  expectNumbers(result, expected.summary, "summary");
  expect(result.perClass.length).toBe(Object.keys(expected.perClass).length);
  for (const category of result.perClass) {
    expectNumbers(category, expected.perClass[String(category.categoryId)] ?? [], category.name);
  }
}

describe.each(golden.sets)("COCO evaluation of $name, against pycocotools", (set) => {
  it("has the same numbers for boxes", () => compare(set.groundTruth, set.results, "bbox", set.bbox));

  it("has the same numbers for masks", () => compare(set.groundTruth, set.results, "segm", set.segm));

  it("has the same numbers for masks whose results hold no boxes", () => {
    const results = set.results.map(({ bbox: _bbox, ...result }) => result);
    return compare(set.groundTruth, results, "segm", set.segmWithoutBoxes);
  });
});

// The set itself stays beside the checkout; the numbers of pycocotools are here.
const SAMPLES = new URL("../../../../../shared/samples/cocoapi-results/gt-and-dets/", import.meta.url);
const hasSamples = existsSync(SAMPLES);
if (!hasSamples) console.warn("evaluateDetections.test.ts: ../shared/samples is not here, one test is skipped");

describe.skipIf(!hasSamples)("COCO evaluation of 100 real images", () => {
  it("has the numbers of pycocotools", async () => {
    const file = (path: string): SourceFile => ({
      path,
      text: async () => readFileSync(new URL(path, SAMPLES), "utf8"),
    });
    const { bbox } = readGolden("./cocoapiResults.golden.json") as { bbox: Numbers };
    const result = await evaluateCocoFiles({
      groundTruth: file("gts/sampled_gts_bbox_area.json"),
      results: file("dets/sampled_bbox_results.json"),
      iouType: "bbox",
    });
    expectNumbers(result, bbox.summary, "summary");
    for (const category of result.perClass) {
      expectNumbers(category, bbox.perClass[String(category.categoryId)] ?? [], category.name);
    }
  });
});

describe("evaluateDetections", () => {
  // COCO's precision has a tiny number in its denominator: a perfect one is one bit below 1.
  const ONE = expect.closeTo(1, 12);
  const images = [{ id: "a", heightPx: 100, widthPx: 100 }];
  const categories = [{ id: "car", name: "car" }];
  const truth = (box: readonly [number, number, number, number], more: object = {}): EvaluationGroundTruth => ({
    imageId: "a",
    categoryId: "car",
    boxXywhPx: box,
    areaPx: box[2] * box[3],
    isCrowd: false,
    ...more,
  });
  const detection = (box: readonly [number, number, number, number], score: number): EvaluationDetection => ({
    imageId: "a",
    categoryId: "car",
    boxXywhPx: box,
    score,
  });
  const evaluate = (groundTruths: EvaluationGroundTruth[], detections: EvaluationDetection[], more: object = {}) =>
    evaluateDetections({ images, categories, groundTruths, detections, iouType: "bbox", ...more });

  it("gives 1 for exact detections and -1 where a size has no ground truth", () => {
    const result = evaluate([truth([10, 10, 20, 20])], [detection([10, 10, 20, 20], 0.9)]);
    expect(result).toMatchObject({ AP: ONE, AP50: ONE, APs: ONE, APm: -1, APl: -1, AR1: 1, AR100: 1, ARl: -1 });
    expect(result.perClass).toMatchObject([{ name: "car", AP: ONE, groundTruthCount: 1, detectionCount: 1 }]);
  });

  it("gives by hand: one hit at IoU 0.8 after one miss, of two objects", () => {
    // Boxes of 10 x 10 and 10 x 8 inside it: IoU 0.8, so a hit at seven of ten thresholds (.50 to .80).
    const result = evaluate(
      [truth([0, 0, 10, 10]), truth([50, 50, 10, 10])],
      [detection([0, 0, 10, 8], 0.5), detection([80, 80, 10, 10], 0.9)],
    );
    // Precision 1/2 up to recall 1/2, 51 of 101 recall thresholds.
    expect(result.AP50).toBeCloseTo((0.5 * 51) / 101, 12);
    expect(result.AP).toBeCloseTo(((0.5 * 51) / 101) * 0.7, 12);
    expect(result.AR100).toBeCloseTo(0.5 * 0.7, 12);
    expect(result.AR1).toBe(0);
  });

  it("counts a detection inside a crowd neither true nor false", () => {
    const groundTruths = [truth([0, 0, 10, 10]), truth([40, 40, 50, 50], { isCrowd: true })];
    const detections = [
      detection([45, 45, 10, 10], 0.9),
      detection([60, 60, 10, 10], 0.8),
      detection([0, 0, 10, 10], 0.5),
    ];
    expect(evaluate(groundTruths, detections)).toMatchObject({ AP: ONE, perClass: [{ groundTruthCount: 1 }] });
  });

  it("compares masks, not boxes, for segm", () => {
    const half = { type: "polygon", parts: [{ outer: [0, 0, 10, 0, 10, 5, 0, 5], holes: [] }] } as const;
    const whole = { type: "box" } as const;
    const groundTruth = truth([0, 0, 10, 10], { geometry: whole });
    const result = evaluate([groundTruth], [{ ...detection([0, 0, 10, 10], 1), geometry: half }], { iouType: "segm" });
    // IoU is exactly 0.5: a hit at the first threshold only.
    expect(result.AP50).toBeCloseTo(1, 12);
    expect(result.AP).toBeCloseTo(0.1, 12);
  });

  it("treats id 0 as any other, unless told to do as pycocotools does", () => {
    const groundTruths = [truth([10, 10, 20, 20], { id: 0 })];
    const detections = [detection([10, 10, 20, 20], 0.9)];
    expect(evaluate(groundTruths, detections).AP).toBeCloseTo(1, 12);
    expect(evaluate(groundTruths, detections, { unmatchedGroundTruthId: 0 }).AP).toBe(0);
  });

  it("is 0 without detections, -1 without ground truth", () => {
    expect(evaluate([truth([0, 0, 10, 10])], [])).toMatchObject({ AP: 0, AR100: 0 });
    expect(evaluate([], [detection([0, 0, 10, 10], 1)])).toMatchObject({ AP: -1, AR100: -1 });
  });

  it("counts detections of unknown classes, and refuses unknown images and broken scores", () => {
    const stray = { ...detection([0, 0, 10, 10], 1), categoryId: "bus" };
    expect(evaluate([truth([0, 0, 10, 10])], [stray]).ignoredDetectionCount).toBe(1);
    expect(() => evaluate([], [{ ...stray, imageId: "z" }])).toThrow(/image z is not among/);
    expect(() => evaluate([], [detection([0, 0, 1, 1], Number.NaN)])).toThrow(/finite scores, got NaN/);
    expect(() => evaluate([truth([0, 0, 10, 10])], [], { iouType: "segm" })).toThrow(/no mask or polygon/);
  });
});

describe("evaluateCocoFiles", () => {
  const GT = {
    images: [{ id: 1, width: 20, height: 20 }],
    categories: [{ id: 1, name: "car" }],
    annotations: [{ id: 0, image_id: 1, category_id: 1, bbox: [0, 0, 10, 10], area: 100, iscrowd: 0 }],
  };
  const RESULT = { image_id: 1, category_id: 1, bbox: [0, 0, 10, 10], score: 0.9 };
  const run = (groundTruth: unknown, results: unknown, iouType: IouType = "bbox") =>
    evaluateCocoFiles({ groundTruth: source("gt.json", groundTruth), results: source("r.json", results), iouType });

  it("does as pycocotools does with annotation id 0, and warns", async () => {
    const result = await run(GT, [RESULT]);
    expect(result.AP).toBe(0);
    expect(result.warnings[0]).toMatch(/id 0, which pycocotools counts as unmatched/);
  });

  it("takes no results at all for zero", async () => {
    expect((await run(GT, [])).AP).toBe(0);
  });

  it.each([
    [
      "an image that the ground truth lacks",
      GT,
      [{ ...RESULT, image_id: 2 }],
      "bbox",
      /r.json \[0\]: image_id 2 is in no image/,
    ],
    ["a result without score", GT, [{ ...RESULT, score: null }], "bbox", /r.json \[0\]: it has no score/],
    ["results that are no list", GT, { a: 1 }, "bbox", /r.json: the results are no list/],
    ["masks that are not there", GT, [RESULT], "segm", /gt.json annotations\[0\]: it has no segmentation/],
    ["results as ground truth", [RESULT], [RESULT], "bbox", /gt.json: the file is a bare list/],
  ] as const)("refuses %s with a place", async (_, groundTruth, results, iouType, message) => {
    await expect(run(groundTruth, results, iouType)).rejects.toThrow(message);
  });
});

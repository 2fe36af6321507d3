import { expect, it } from "vitest";
import type { Geometry } from "../document/types.ts";
import { SeededRandom } from "../random/SeededRandom.ts";
import { findClassProblems } from "./findClassProblems.ts";
import { findImageProblems } from "./findImageProblems.ts";
import type { QualityAnnotation } from "./types.ts";

const square = (x: number, y: number, side: number): Geometry => ({
  type: "polygon",
  parts: [{ outer: [x, y, x + side, y, x + side, y + side, x, y + side], holes: [] }],
});

function annotation(
  id: string,
  x: number,
  y: number,
  side: number,
  facts: Partial<QualityAnnotation> = {},
): QualityAnnotation {
  const base = { id, categoryId: "car", areaPx: side * side, isCrowd: false };
  return { ...base, geometry: square(x, y, side), boxXywhPx: [x, y, side, side], ...facts };
}

const problems = (...annotations: QualityAnnotation[]) =>
  findImageProblems({ id: "i", widthPx: 200, heightPx: 100, annotations }).map(
    ({ kind, annotationIds, detail }) => `${kind} ${annotationIds.join("+")}: ${detail}`,
  );

it("names shapes that cannot be learnt", () => {
  expect(problems(annotation("fine", 10, 10, 20))).toEqual([]);
  expect(problems()).toEqual(["unlabelled : no annotation"]);
  expect(
    problems(
      annotation("flat", 10, 10, 20, { boxXywhPx: [10, 10, 20, 0] }),
      annotation("line", 50, 10, 20, {
        geometry: { type: "polygon", parts: [{ outer: [0, 0, 5, 5, 9, 9], holes: [] }] },
      }),
      annotation("dot", 80, 10, 3),
      annotation("out", 190, 10, 20),
    ),
  ).toEqual([
    "degenerate flat: a box without area (20 x 0)",
    "degenerate line: no area (all points on one line)",
    "tiny dot: a box of 3 x 3 px",
    "outside out: 10 px outside the image of 200 x 100",
  ]);
});

it("names what was drawn twice, the later one first", () => {
  expect(problems(annotation("a", 10, 10, 40), annotation("b", 10, 10, 40))).toEqual([
    "duplicate b+a: two of one class share 100 % of their union",
  ]);
  // 40 x 40 shifted by 8: 32 * 40 / (2 * 1600 - 1280) = 2/3.
  expect(problems(annotation("a", 10, 10, 40), annotation("b", 18, 10, 40))).toEqual([
    "overlap b+a: two of one class share 67 % of their union",
  ]);
  expect(problems(annotation("a", 10, 10, 40), annotation("b", 10, 10, 40, { categoryId: "sign" }))).toEqual([]);
  expect(problems(annotation("a", 10, 10, 40), annotation("b", 10, 10, 40, { isCrowd: true }))).toEqual([]);
  expect(problems(annotation("a", 10, 10, 40), annotation("b", 40, 10, 40))).toEqual([]);
});

it("names shapes whose area is not exact, and is done with them at once", () => {
  const source = new SeededRandom(1);
  const outer = Array.from({ length: 4_000 }, () => source.nextFloat() * 80);
  const tangle = annotation("tangle", 0, 0, 80, { geometry: { type: "polygon", parts: [{ outer, holes: [] }] } });
  expect(problems(tangle)).toEqual([
    "tangled tangle: crosses itself more than 10,000 times: its area is counted on a grid of 1,024 x 1,024 cells over its box",
  ]);
});

it("compares what lies near, however many there are, and says where that are too many", () => {
  const apart = Array.from({ length: 20_000 }, (_, i) =>
    annotation(`${i}`, (i % 200) * 20, Math.floor(i / 200) * 20, 10),
  );
  const wide = { id: "i", widthPx: 4_000, heightPx: 2_000, annotations: [...apart, annotation("again", 40, 40, 10)] };
  expect(findImageProblems(wide)).toEqual([
    {
      kind: "duplicate",
      imageId: "i",
      annotationIds: ["again", "402"],
      detail: "two of one class share 100 % of their union",
    },
  ]);
  const stack = Array.from({ length: 2_000 }, (_, i) => annotation(`${i}`, 10 + i / 1_000, 10, 40));
  const found = findImageProblems({ id: "i", widthPx: 200, heightPx: 100, annotations: stack });
  expect(found.at(-1)).toEqual({
    kind: "crowded",
    imageId: "i",
    annotationIds: [],
    detail: "2,000 annotations, so many on top of one another that not all pairs were compared",
  });
});

it("names classes that hardly come, and images of one class only", () => {
  const classes = [
    { categoryId: "1", name: "window", instances: 1000 },
    { categoryId: "2", name: "car", instances: 20 },
    { categoryId: "3", name: "tram", instances: 1 },
  ];
  expect(findClassProblems(classes, 10, 100)).toEqual([
    { kind: "imbalance", categoryId: "3", detail: "tram has 1 instance, window has 1000" },
  ]);
  expect(findClassProblems(classes.slice(0, 2), 95, 100)).toEqual([
    { kind: "single-class", categoryId: null, detail: "95 of 100 labelled images hold one class only, of 2" },
  ]);
  expect(findClassProblems([], 0, 0)).toEqual([]);
});

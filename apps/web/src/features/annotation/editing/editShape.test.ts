import { expect, test } from "vitest";
import { boxBetween, type EditableShape, insertVertex, moveShape, moveVertex, removeVertex } from "./editShape.ts";

const size = { widthPx: 100, heightPx: 50 };
const parts = [{ outer: [10, 10, 20, 10, 20, 20, 10, 20], holes: [[12, 12, 14, 12, 14, 14, 12, 14]] }];
const square: EditableShape = { kind: "POLYGON", parts };

test("a shape moves with its holes and stops at the border in one piece", () => {
  expect(moveShape(square, { x: 5, y: -3 }, size)).toEqual({
    kind: "POLYGON",
    parts: [{ outer: [15, 7, 25, 7, 25, 17, 15, 17], holes: [[17, 9, 19, 9, 19, 11, 17, 11]] }],
  });
  const stopped = moveShape(square, { x: -40, y: 400 }, size);
  expect(stopped.kind === "POLYGON" && stopped.parts[0]?.outer).toEqual([0, 40, 10, 40, 10, 50, 0, 50]);
});

test("a box moves without changing its size", () => {
  const box: EditableShape = { kind: "BOX", box: { x: 90, y: 10, width: 8, height: 5 } };
  expect(moveShape(box, { x: 50, y: 1 }, size)).toEqual({ kind: "BOX", box: { x: 92, y: 11, width: 8, height: 5 } });
});

test("vertices move, come and go in their own ring only", () => {
  const hole = { part: 0, ring: 1, vertex: 2 };
  expect(moveVertex(parts, hole, { x: 15, y: 900 }, size)[0]?.holes[0]).toEqual([12, 12, 14, 12, 15, 50, 12, 14]);
  expect(moveVertex(parts, hole, { x: 15, y: 15 }, size)[0]?.outer).toEqual(parts[0]?.outer);
  expect(insertVertex(parts, { part: 0, ring: 0, vertex: 3 }, { x: 8, y: 15 }, size)[0]?.outer).toEqual([
    10, 10, 20, 10, 20, 20, 10, 20, 8, 15,
  ]);
  expect(removeVertex(parts, { part: 0, ring: 0, vertex: 0 })[0]?.outer).toEqual([20, 10, 20, 20, 10, 20]);
});

test("a triangle keeps its three vertices", () => {
  const triangle = [{ outer: [0, 0, 4, 0, 4, 4], holes: [] }];
  expect(removeVertex(triangle, { part: 0, ring: 0, vertex: 1 })).toEqual(triangle);
});

test("a box is drawn from any corner and ends at the image's border", () => {
  expect(boxBetween({ x: 30, y: 40 }, { x: -5, y: 10 }, size)).toEqual({ x: 0, y: 10, width: 30, height: 30 });
});

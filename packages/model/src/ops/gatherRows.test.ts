import { expect, test } from "vitest";
import { loadEngine } from "../engine/loadEngine.ts";
import type { Tensor, Tensor2D } from "../tensorFlow.ts";
import { expectGradientsToMatch } from "../testing/gradientCheck.ts";
import { gatherRows } from "./gatherRows.ts";

const { tf } = await loadEngine();

test("gatherRows takes rows by index, and its gradient adds up over repeated ones", () => {
  const rows = tf.tensor2d([1, 2, 3, 4, 5, 6], [3, 2]);
  const indices = Int32Array.from([2, 0, 2]);
  expect([...gatherRows(tf, rows, indices).dataSync()]).toEqual([5, 6, 1, 2, 5, 6]);
  const gradient = tf.grad((x: Tensor) => gatherRows(tf, x as Tensor2D, indices))(
    rows,
    tf.tensor2d([1, 1, 10, 10, 100, 100], [3, 2]),
  );
  expect([...gradient.dataSync()]).toEqual([10, 10, 0, 0, 101, 101]);
});

test("its gradient matches differences", () => {
  const rows = tf.randomNormal([4, 3], 0, 1, "float32", 5);
  const indices = Int32Array.from([3, 0, 3, 1, 3]);
  expectGradientsToMatch(tf, (x: Tensor) => gatherRows(tf, x as Tensor2D, indices), [rows]);
});

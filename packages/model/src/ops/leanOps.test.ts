import { describe, expect, test } from "vitest";
import { loadEngine } from "../engine/loadEngine.ts";
import type { Tensor, Tensor4D } from "../tensorFlow.ts";
import { expectGradientsToMatch } from "../testing/gradientCheck.ts";
import { addRelu } from "./addRelu.ts";
import { addUpsampled } from "./addUpsampled.ts";
import { concatRows } from "./concatRows.ts";
import { relu } from "./relu.ts";
import { reshape } from "./reshape.ts";
import { withoutGradient } from "./withoutGradient.ts";

const { tf } = await loadEngine();
const normal = (shape: number[], seed: number): Tensor => tf.randomNormal(shape, 0, 1, "float32", seed);

/** What tfjs' own op gives, and what this one must. */
const pairs: { name: string; own: (...x: Tensor[]) => Tensor; tfjs: (...x: Tensor[]) => Tensor; inputs: Tensor[] }[] = [
  {
    name: "relu",
    own: (x) => relu(tf, x as Tensor),
    tfjs: (x) => tf.relu(x as Tensor),
    inputs: [normal([3, 4], 1)],
  },
  {
    name: "addRelu",
    own: (a, b) => addRelu(tf, a as Tensor4D, b as Tensor4D),
    tfjs: (a, b) => tf.relu(tf.add(a as Tensor, b as Tensor)),
    inputs: [normal([1, 2, 3, 2], 2), normal([1, 2, 3, 2], 3)],
  },
  {
    name: "reshape",
    own: (x) => reshape(tf, x as Tensor, [2, 6]),
    tfjs: (x) => tf.reshape(x as Tensor, [2, 6]),
    inputs: [normal([3, 4], 4)],
  },
  {
    name: "concatRows",
    own: (...parts) => concatRows(tf, parts),
    tfjs: (...parts) => tf.concat(parts, 0),
    inputs: [normal([1, 2, 2], 5), normal([3, 2, 2], 6), normal([2, 2, 2], 7)],
  },
  {
    // Sizes of an odd pyramid: 5 rows above 3.
    name: "addUpsampled",
    own: (lateral, above) => addUpsampled(tf, lateral as Tensor4D, above as Tensor4D),
    tfjs: (lateral, above) =>
      tf.add(lateral as Tensor, tf.image.resizeNearestNeighbor(above as Tensor4D, [5, 4])) as Tensor,
    inputs: [normal([1, 5, 4, 2], 8), normal([1, 3, 2, 2], 9)],
  },
];

describe.each(pairs)("$name", ({ own, tfjs, inputs }) => {
  test("computes what tfjs' own op does", () => {
    expect([...own(...inputs).dataSync()]).toEqual([...tfjs(...inputs).dataSync()]);
  });

  test("its gradients match differences", () => {
    expectGradientsToMatch(tf, own, inputs, { step: 2e-3 });
  });
});

test("concatRows refuses to put nothing together", () => {
  expect(() => concatRows(tf, [])).toThrow("expected at least one tensor");
});

test("what is computed without a gradient is a constant, and leaves nothing behind", () => {
  const x = tf.scalar(3);
  const before = tf.memory().numTensors;
  const gradient = tf.grad((input: Tensor) =>
    tf.mul(
      input,
      withoutGradient(tf, () => tf.square(tf.square(input))),
    ),
  )(x);
  expect(gradient.dataSync()[0]).toBe(81);
  expect(tf.memory().numTensors).toBe(before + 1);
});

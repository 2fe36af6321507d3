import { describe, expect, test } from "vitest";
import { loadEngine } from "../engine/loadEngine.ts";
import { conv2d } from "../ops/conv2d.ts";
import { Parameters } from "../parameters/parameters.ts";
import type { Scalar, Tensor4D } from "../tensorFlow.ts";
import { relativeError } from "../testing/gradientCheck.ts";
import { predictAtAnchors, predictLevel, rpnHeadParameters } from "./rpnHead.ts";

const { tf } = await loadEngine();
const channels = 4;
const anchorsPerCell = 3;
// Larger weights than the head starts with, so that differences would show.
const specs = rpnHeadParameters(channels, anchorsPerCell).map((spec) => ({
  ...spec,
  initial: { kind: "normal", deviation: 0.5 } as const,
}));
const parameters = new Parameters(tf, specs, 3, () => false);
const levels = [
  tf.variable(tf.randomNormal([2, 4, 5, channels], 0, 1, "float32", 1)),
  tf.variable(tf.randomNormal([2, 2, 3, channels], 0, 1, "float32", 2)),
] as unknown as Tensor4D[];

/** Corners, edges and an inner cell, one of them twice, on both levels and images. */
const positions = [
  // Cells of two maps of 4 x 5.
  { cells: Int32Array.from([0, 20 + 19, 7, 7, 20 + 10]), cellAnchors: Int32Array.from([0, 1, 2, 0, 1]) },
  // And of 2 x 3.
  { cells: Int32Array.from([6 + 5, 1]), cellAnchors: Int32Array.from([2, 2]) },
];

function indexOf(level: number, at: number): number {
  const { cells, cellAnchors } = positions[level] as (typeof positions)[0];
  return (cells[at] as number) * anchorsPerCell + (cellAnchors[at] as number);
}

describe("the RPN's head", () => {
  test("at chosen anchors says what it says over the whole level", () => {
    const dense = levels.map((level) => predictLevel(tf, level, parameters));
    const sparse = predictAtAnchors(tf, levels, positions, parameters);
    const expectedLogits: number[] = [];
    const expectedDeltas: number[] = [];
    positions.forEach(({ cells }, level) => {
      for (let at = 0; at < cells.length; at++) {
        const index = indexOf(level, at);
        expectedLogits.push(dense[level]?.objectnessLogits[index] as number);
        expectedDeltas.push(...(dense[level]?.deltas.subarray(index * 4, index * 4 + 4) ?? []));
      }
    });
    expect(relativeError(sparse.objectnessLogits.dataSync(), expectedLogits)).toBeLessThan(1e-5);
    expect(relativeError(sparse.deltas.dataSync(), expectedDeltas)).toBeLessThan(1e-5);
  });

  test("has the gradients of the whole convolution, for its weights and for the features", () => {
    const all = [...parameters.variables.values(), ...(levels as never[])];
    const sparse = tf.variableGrads(() => {
      const { objectnessLogits, deltas } = predictAtAnchors(tf, levels, positions, parameters);
      return tf.add(tf.sum(tf.square(objectnessLogits)), tf.sum(tf.square(deltas))) as Scalar;
    }, all);
    const dense = tf.variableGrads(() => {
      const terms = levels.flatMap((features, level) => {
        const hidden = conv2d(tf, features, parameters.get("rpn.head.conv.0.0.weight"), {
          padPx: 1,
          bias: parameters.get("rpn.head.conv.0.0.bias"),
          relu: true,
        });
        const count = (positions[level] as (typeof positions)[0]).cells.length;
        const chosen = Int32Array.from({ length: count }, (_, at) => indexOf(level, at));
        return [
          ["cls_logits", 1],
          ["bbox_pred", 4],
        ].map(([name, width]) => {
          const weight = parameters.get(`rpn.head.${name}.weight`);
          const values = conv2d(tf, hidden, weight, { bias: parameters.get(`rpn.head.${name}.bias`) });
          const rows = tf.reshape(values, [-1, width as number]);
          return tf.sum(tf.square(tf.gather(rows, tf.tensor1d(chosen, "int32"))));
        });
      });
      return tf.addN(terms) as Scalar;
    }, all);
    for (const { name } of all as { name: string }[]) {
      const expected = dense.grads[name]?.dataSync() as Float32Array;
      expect(relativeError(sparse.grads[name]?.dataSync() as Float32Array, expected), name).toBeLessThan(1e-5);
    }
  });
});

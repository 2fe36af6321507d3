import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { loadEngine } from "../engine/loadEngine.ts";
import type { Scalar, Tensor, Variable } from "../tensorFlow.ts";
import { variableGradients } from "./variableGradients.ts";

const { tf } = await loadEngine();
let a: Variable;
let b: Variable;
let unused: Variable;

beforeEach(() => {
  a = tf.variable(tf.tensor2d([1, -2, 3, 4], [2, 2]));
  b = tf.variable(tf.tensor2d([0.5, 1, -1, 2], [2, 2]));
  unused = tf.variable(tf.scalar(1));
});
afterEach(() => {
  for (const variable of [a, b, unused]) variable.dispose();
});

/** Uses a and b more than once, an op of two outputs of which one leads nowhere, and one that hands its gradient through. */
function loss(): Scalar {
  const product = tf.matMul(a as never, b as never);
  const [left] = tf.split(tf.add(product, tf.cast(b, "float32")), 2, 1) as [Tensor, Tensor];
  tf.square(product);
  return tf.sum(tf.add(tf.square(left), tf.mul(tf.slice(a, [0, 0], [2, 1]), left))) as Scalar;
}

describe("variableGradients", () => {
  test("gives the gradients of tf.variableGrads, bit for bit, and null where there is none", () => {
    const { value, gradients } = variableGradients(tf, loss, [a, b, unused]);
    const expected = tf.variableGrads(loss, [a, b]);
    expect(value.dataSync()).toEqual(expected.value.dataSync());
    expect(gradients[0]?.dataSync()).toEqual(expected.grads[a.name]?.dataSync());
    expect(gradients[1]?.dataSync()).toEqual(expected.grads[b.name]?.dataSync());
    expect(gradients[2]).toBeNull();
  });

  test("leaves the value and the gradients, nothing else", () => {
    const before = tf.memory().numTensors;
    const { value, gradients } = variableGradients(tf, loss, [a, b]);
    expect(tf.memory().numTensors).toBe(before + 3);
    for (const tensor of [value, ...gradients]) tensor?.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test("frees on the way back what each op had kept", () => {
    const size = 1000;
    const bytesOf = (tensors: number) => tensors * size * 4;
    const x = tf.variable(tf.ones([size]));
    const before = tf.memory().numBytes;
    const seen: number[] = [];
    // Each square keeps its input. By the time the first one's gradient is asked for, nine of ten are free again.
    const watched = tf.customGrad(((input: Tensor) => ({
      value: tf.clone(input),
      gradFunc: (gradient: Tensor) => {
        seen.push(tf.memory().numBytes - before);
        return tf.clone(gradient);
      },
    })) as never) as (input: Tensor) => Tensor;
    const chain = () => {
      let y: Tensor = watched(x);
      for (let depth = 0; depth < 10; depth++) y = tf.square(y);
      return tf.sum(y) as Scalar;
    };
    const { value, gradients } = variableGradients(tf, chain, [x]);
    expect(gradients[0]?.dataSync()[0]).toBe(1024);
    expect(seen[0]).toBeLessThan(bytesOf(4));
    for (const tensor of [value, ...gradients, x]) tensor?.dispose();
  });

  test("a failure on either way leaves nothing behind and says which op it was", () => {
    const before = tf.memory().numTensors;
    const failing = () => {
      tf.square(tf.square(a));
      throw new Error("no such image");
    };
    expect(() => variableGradients(tf, failing, [a])).toThrow("no such image");
    const wrong = tf.customGrad(((input: Tensor) => ({
      value: tf.sum(input),
      gradFunc: () => tf.zeros([3]),
    })) as never) as (input: Tensor) => Scalar;
    expect(() => variableGradients(tf, () => wrong(tf.square(a)), [a])).toThrow(
      /float32 \[3\], expected float32 \[2,2\]/,
    );
    expect(tf.memory().numTensors).toBe(before);
    // The tape is closed again.
    expect(variableGradients(tf, () => tf.sum(a) as Scalar, [a]).value.dataSync()[0]).toBe(6);
  });
});

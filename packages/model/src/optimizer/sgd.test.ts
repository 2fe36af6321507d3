import { describe, expect, test } from "vitest";
import { loadEngine } from "../engine/loadEngine.ts";
import { Sgd } from "./sgd.ts";

const { tf } = await loadEngine();

describe("Sgd", () => {
  test("takes torch's steps: decay joins the gradient, then momentum, then the rate", () => {
    // Worked out by hand for torch.optim.SGD(lr=0.1 then 0.01, momentum=0.9, weight_decay=0.5).
    const variable = tf.variable(tf.tensor1d([2]));
    const sgd = new Sgd(tf, { momentum: 0.9, weightDecay: 0.5 });
    sgd.apply("w", variable, tf.tensor1d([1]), { learningRate: 0.1 });
    // d = 1 + 0.5 * 2 = 2, v = 2, w = 2 - 0.1 * 2
    expect(variable.dataSync()[0]).toBeCloseTo(1.8, 6);
    sgd.apply("w", variable, tf.tensor1d([3]), { learningRate: 0.01 });
    // d = 3 + 0.9 = 3.9, v = 0.9 * 2 + 3.9 = 5.7, w = 1.8 - 0.057
    expect(variable.dataSync()[0]).toBeCloseTo(1.743, 6);
    expect([...sgd.buffers()][0]?.tensor.dataSync()[0]).toBeCloseTo(5.7, 6);
  });

  test("Nesterov's steps look one share of the momentum ahead", () => {
    // Worked out by hand for torch.optim.SGD(lr=0.1, momentum=0.9, weight_decay=0.5, nesterov=True).
    const variable = tf.variable(tf.tensor1d([2]));
    const sgd = new Sgd(tf, { momentum: 0.9, nesterov: true, weightDecay: 0.5 });
    sgd.apply("w", variable, tf.tensor1d([1]), { learningRate: 0.1 });
    // d = 1 + 0.5 * 2 = 2, v = 2, w = 2 - 0.1 * (2 + 0.9 * 2)
    expect(variable.dataSync()[0]).toBeCloseTo(1.62, 6);
    sgd.apply("w", variable, tf.tensor1d([3]), { learningRate: 0.1 });
    // d = 3 + 0.81 = 3.81, v = 0.9 * 2 + 3.81 = 5.61, w = 1.62 - 0.1 * (3.81 + 0.9 * 5.61)
    expect(variable.dataSync()[0]).toBeCloseTo(0.7341, 6);
    expect([...sgd.buffers()][0]?.tensor.dataSync()[0]).toBeCloseTo(5.61, 6);
  });

  test("without momentum or decay goes down the gradient, and remembers nothing", () => {
    const variable = tf.variable(tf.tensor1d([2]));
    const sgd = new Sgd(tf, { momentum: 0, weightDecay: 0 });
    sgd.apply("w", variable, tf.tensor1d([3]), { learningRate: 0.1 });
    expect(variable.dataSync()[0]).toBeCloseTo(1.7, 6);
    expect([...sgd.buffers()]).toEqual([]);
  });

  test("changes neither the gradient nor a copy of the weights that someone else holds", () => {
    const variable = tf.variable(tf.tensor1d([2, 4]));
    const gradient = tf.tensor1d([1, 3]);
    const held = variable.clone();
    const sgd = new Sgd(tf, { momentum: 0.9, weightDecay: 0.5 });
    for (let step = 0; step < 2; step++) sgd.apply("w", variable, gradient, { learningRate: 0.1 });
    const remembered = [...sgd.buffers()][0]?.tensor.clone();
    const before = [...(remembered?.dataSync() ?? [])];
    sgd.apply("w", variable, gradient, { learningRate: 0.1 });
    expect([...held.dataSync()]).toEqual([2, 4]);
    expect([...gradient.dataSync()]).toEqual([1, 3]);
    expect([...(remembered?.dataSync() ?? [])]).toEqual(before);
  });

  test("a missing gradient counts as zero", () => {
    const variable = tf.variable(tf.tensor1d([2]));
    const sgd = new Sgd(tf, { momentum: 0.9, weightDecay: 0.5 });
    sgd.apply("w", variable, null, { learningRate: 0.1 });
    expect(variable.dataSync()[0]).toBeCloseTo(1.9, 6);
  });

  test("holds one buffer a parameter, however many steps", () => {
    const variable = tf.variable(tf.tensor1d([2]));
    const sgd = new Sgd(tf, { momentum: 0.9, weightDecay: 0.5 });
    const gradient = tf.tensor1d([1]);
    sgd.apply("w", variable, gradient, { learningRate: 0.1 });
    const tensors = tf.memory().numTensors;
    for (let step = 0; step < 5; step++) sgd.apply("w", variable, gradient, { learningRate: 0.1 });
    expect(tf.memory().numTensors).toBe(tensors);
  });
});

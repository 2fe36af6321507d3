import { expect, test } from "vitest";
import { modelConfiguration } from "../configuration/modelConfiguration.ts";
import { loadEngine } from "../engine/loadEngine.ts";
import { MaskRcnn } from "../maskRcnn.ts";
import { squares } from "../testing/squares.ts";
import { createTrainStep } from "../training/trainStep.ts";
import { DerivedTensors } from "./derivedTensors.ts";

const { tf } = await loadEngine();

test("computes once, and again when a source was assigned to", () => {
  const folded = new DerivedTensors();
  const filter = tf.variable(tf.tensor1d([1, 2]));
  const scale = tf.variable(tf.tensor1d([3, 4]));
  let count = 0;
  const read = () => [
    ...folded
      .get(tf, "conv1", [filter, scale], () => {
        count++;
        return { filter: tf.mul(filter, scale), bias: tf.clone(scale) };
      })
      .filter.dataSync(),
  ];
  expect([read(), read(), count]).toEqual([[3, 8], [3, 8], 1]);
  scale.assign(tf.tensor1d([5, 6]));
  expect([read(), read(), count]).toEqual([[5, 12], [5, 12], 2]);
  const before = tf.memory().numTensors;
  folded.clear();
  expect(tf.memory().numTensors).toBe(before - 2);
});

test("detections follow weights that are set or trained, and training holds no folded filters", {
  timeout: 240_000,
}, () => {
  const configuration = modelConfiguration("mininet", {
    numClasses: 3,
    transform: { minSizePx: 64, maxSizePx: 64 },
    backbone: { norm: "frozen", pyramidChannels: 16 },
    anchors: { sizesPx: [[8], [16], [32], [64], [128]] },
    rpn: { postNmsTopN: { training: 20, detection: 20 } },
    roi: { headWidth: 16, maskHeadWidths: [16], maskPredictorWidth: 16, batchSizePerImage: 16, scoreThreshold: 0 },
  });
  const { image, target } = squares({ x: 6, y: 8, sidePx: 20, label: 1 });
  const model = MaskRcnn.create(tf, configuration, 1);
  const scores = (from: MaskRcnn) => from.detect([image])[0]?.map(({ score, boxXyxyPx }) => [score, ...boxXyxyPx]);
  /** Of a model that never saw other weights. */
  const expected = () => {
    const fresh = MaskRcnn.create(tf, configuration, 2);
    for (const [name, variable] of model.parameters()) fresh.setParameter(name, variable.dataSync() as Float32Array);
    const found = scores(fresh);
    fresh.dispose();
    return found;
  };
  const first = scores(model);
  expect(first).toEqual(expected());
  const withFolded = tf.memory().numTensors;
  expect(scores(model)).toEqual(first);
  expect(tf.memory().numTensors).toBe(withFolded);

  model.setParameter("backbone.body.layer2.0.bn1.running_var", new Float32Array(128).fill(4));
  const changed = scores(model);
  expect(changed).not.toEqual(first);
  expect(changed).toEqual(expected());

  const settings = { learningRate: 0.1, momentum: 0, weightDecay: 0, warmupSteps: 0, warmupFactor: 1, totalSteps: 1 };
  const trainStep = createTrainStep(tf, model, { ...settings, schedule: "constant", gradientClipNorm: 1 });
  trainStep.step([image], [target], { step: 0, seed: 1 });
  // A filter for each of ResNet18's 20 convolutions.
  expect(tf.memory().numTensors).toBe(withFolded - 20);
  expect(scores(model)).toEqual(expected());
  trainStep.dispose();
  const { numTensors } = tf.memory();
  // Each of the filters, and each norm's factor and shift.
  model.dispose();
  expect(numTensors - tf.memory().numTensors).toBe(model.specs.size + 20 + 40);
});

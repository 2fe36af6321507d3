import { afterAll, describe, expect, test, vi } from "vitest";
import { loadEngine } from "./engine/loadEngine.ts";
import { MaskRcnn } from "./maskRcnn.ts";
import { squares, tinyConfiguration } from "./testing/squares.ts";
import { createTrainStep } from "./training/trainStep.ts";
import { exportWeights, importWeights } from "./weights/modelWeights.ts";
import { loadSafetensors, saveSafetensors } from "./weights/safetensors.ts";

const { tf } = await loadEngine();
// Learning takes ten seconds on two free cores, the rest one or two; a busy machine may take its time.
vi.setConfig({ testTimeout: 300_000 });
const model = MaskRcnn.create(tf, tinyConfiguration, 1);
afterAll(() => model.dispose());

const learningSteps = 120;
const scenes = [
  squares({ x: 6, y: 8, sidePx: 20, label: 1 }, { x: 36, y: 30, sidePx: 24, label: 2 }),
  squares({ x: 30, y: 6, sidePx: 22, label: 2 }, { x: 4, y: 36, sidePx: 22, label: 1 }),
];

describe("MaskRcnn", () => {
  test("learns two scenes until it finds every object, its class and its mask", () => {
    const trainStep = createTrainStep(tf, model, {
      learningRate: 0.01,
      momentum: 0.9,
      weightDecay: 1e-4,
      warmupSteps: 20,
      warmupFactor: 0.1,
      schedule: "cosine",
      totalSteps: learningSteps,
      gradientClipNorm: 10,
    });
    const images = scenes.map(({ image }) => image);
    const targets = scenes.map(({ target }) => target);
    for (let step = 0; step < learningSteps; step++) trainStep.step(images, targets, { step, seed: 1 });
    trainStep.dispose();

    const found = model.detect(images, { scoreThreshold: 0.5 });
    scenes.forEach(({ target }, image) => {
      const detections = found[image] ?? [];
      expect(detections.map(({ label }) => label).sort()).toEqual([...target.labels].sort());
      for (const { label, mask } of detections) {
        const truth = target.masks[target.labels.indexOf(label)] as Uint8Array;
        const pasted = mask();
        const both = pasted.filter((value, pixel) => value === 1 && truth[pixel] === 1).length;
        const either = pasted.filter((value, pixel) => value === 1 || truth[pixel] === 1).length;
        expect(both / either).toBeGreaterThan(0.7);
      }
    });
  });

  test("detects in images of different sizes at once, in each one's own pixels", () => {
    const { image } = scenes[0] as (typeof scenes)[0];
    // The same scene at twice the size: the network sees both alike.
    const side = 128;
    const pixels = new Uint8Array(side * side * 3);
    for (let pixel = 0; pixel < side * side; pixel++) {
      const source = (Math.floor(Math.floor(pixel / side) / 2) * 64 + Math.floor((pixel % side) / 2)) * 3;
      pixels.set(image.pixels.subarray(source, source + 3), pixel * 3);
    }
    const [small, large] = model.detect([image, { pixels, heightPx: side, widthPx: side }], { scoreThreshold: 0.5 });
    expect(large).toHaveLength(small?.length ?? -1);
    small?.forEach(({ boxXyxyPx, label }, index) => {
      expect(large?.[index]?.label).toBe(label);
      boxXyxyPx.forEach((value, corner) => {
        expect(Math.abs((large?.[index]?.boxXyxyPx[corner] as number) - value * 2)).toBeLessThan(3);
      });
    });
    expect(large?.[0]?.mask()).toHaveLength(side * side);
  });

  test("leaves no tensors behind when it detects", () => {
    const { image } = scenes[0] as (typeof scenes)[0];
    const tensors = tf.memory().numTensors;
    model.detect([image]);
    expect(tf.memory().numTensors).toBe(tensors);
  });

  test("keeps its detections through a weights file and another model", () => {
    const { image } = scenes[0] as (typeof scenes)[0];
    const file = saveSafetensors(exportWeights(model), { step: "120" });
    const other = MaskRcnn.create(tf, tinyConfiguration, 2);
    importWeights(other, loadSafetensors(file).arrays);
    const plain = (from: MaskRcnn) => from.detect([image])[0]?.map(({ mask, ...rest }) => ({ ...rest, mask: mask() }));
    expect(plain(other)).toEqual(plain(model));
    other.dispose();
  });

  test("a file that does not fit changes nothing and is refused with the tensor's name and both shapes", () => {
    const arrays = exportWeights(model);
    const name = "roi_heads.box_predictor.cls_score.weight";
    const wrong = new Map(arrays).set(name, { shape: [91, 64], values: new Float32Array(91 * 64) });
    expect(() => importWeights(model, wrong)).toThrow(
      `tensor "${name}": the file has shape [91,64], the model expects [3,64]`,
    );
    const missing = new Map(arrays);
    missing.delete(name);
    expect(() => importWeights(model, missing)).toThrow(`tensor "${name}": missing, the model expects shape [3,64]`);
    const extra = new Map(arrays).set("fc.weight", { shape: [1], values: new Float32Array(1) });
    expect(() => importWeights(model, extra)).toThrow('tensor "fc.weight": the model has no such parameter');
  });
});

test("weights follow from the seed and the parameter's name", () => {
  const values = (seed: number) => {
    const fresh = MaskRcnn.create(tf, tinyConfiguration, seed);
    const weight = fresh.parameters().get("backbone.body.layer1.0.conv1.weight")?.dataSync().slice() as Float32Array;
    fresh.dispose();
    return weight;
  };
  expect(values(5)).toEqual(values(5));
  expect(values(5)).not.toEqual(values(6));
  // kaiming_normal_ by fan out: the root of 2 / (9 * 16).
  const weight = values(5);
  const deviation = Math.sqrt(weight.reduce((sum, value) => sum + value * value, 0) / weight.length);
  expect(deviation / Math.sqrt(2 / 144)).toBeCloseTo(1, 1);
});

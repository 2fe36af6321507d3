import { describe, expect, test, vi } from "vitest";
import { groupCountOf, modelConfiguration } from "../configuration/modelConfiguration.ts";
import { loadEngine } from "../engine/loadEngine.ts";
import { MaskRcnn } from "../maskRcnn.ts";
import { squares } from "../testing/squares.ts";
import { createTrainStep } from "../training/trainStep.ts";
import { resnetOutputChannels, resnetParameters } from "./resnet.ts";

const { tf } = await loadEngine();
vi.setConfig({ testTimeout: 300_000 });

const sizeOf = (specs: ReturnType<typeof resnetParameters>): number =>
  specs
    .filter(({ trainable }) => trainable)
    .reduce((sum, { shape }) => sum + shape.reduce((product, length) => product * length, 1), 0);

describe("resnet", () => {
  test.each([
    // torchvision's counts without the classifier: 11,689,512 - 513,000 and 25,557,032 - 2,049,000.
    ["resnet18", 11_176_512, [64, 128, 256, 512]],
    ["resnet50", 23_508_032, [256, 512, 1024, 2048]],
  ] as const)("%s has as many parameters as torchvision's", (body, count, channels) => {
    const { backbone } = modelConfiguration("maskrcnn_resnet50_fpn", {
      numClasses: 2,
      backbone: { body, norm: "batch" },
    });
    expect(sizeOf(resnetParameters(backbone))).toBe(count);
    expect(resnetOutputChannels(backbone)).toEqual(channels);
  });

  test("a narrower body has the same layers with channels in proportion", () => {
    const { backbone } = modelConfiguration("mininet", { numClasses: 2, backbone: { bodyWidth: 16, groupCount: 8 } });
    const wide = modelConfiguration("mininet", { numClasses: 2 }).backbone;
    expect(resnetOutputChannels(backbone)).toEqual([16, 32, 64, 128]);
    expect(resnetParameters(backbone).map(({ name }) => name)).toEqual(resnetParameters(wide).map(({ name }) => name));
    expect(() => modelConfiguration("mininet", { numClasses: 2, backbone: { bodyWidth: 16 } })).toThrow(
      "backbone.groupCount must divide backbone.bodyWidth, got 32 and 16",
    );
    expect([8, 16, 24, 48, 64, 80, 256].map(groupCountOf)).toEqual([4, 8, 12, 24, 32, 20, 32]);
  });

  test("a step with batch norm and three trainable layers moves them and all running statistics, and no other weight", () => {
    const configuration = modelConfiguration("maskrcnn_resnet50_fpn", {
      numClasses: 3,
      transform: { minSizePx: 64, maxSizePx: 64 },
      backbone: { norm: "batch", trainableLayers: 3, pyramidChannels: 16 },
      anchors: { sizesPx: [[8], [16], [32], [64], [128]] },
      rpn: { postNmsTopN: { training: 50, detection: 50 } },
      roi: { headWidth: 16, maskHeadWidths: [16], maskPredictorWidth: 16, batchSizePerImage: 16 },
    });
    const model = MaskRcnn.create(tf, configuration, 1);
    const valuesOf = (name: string) => [...(model.parameters().get(`backbone.body.${name}`)?.dataSync() ?? [])];
    const names = [
      "conv1.weight",
      "layer1.2.conv3.weight",
      "layer2.0.conv1.weight",
      "bn1.running_mean",
      "layer4.2.bn3.running_var",
    ];
    const before = names.map(valuesOf);
    const { image, target } = squares({ x: 6, y: 8, sidePx: 20, label: 1 }, { x: 36, y: 30, sidePx: 24, label: 2 });
    const settings = {
      learningRate: 0.01,
      momentum: 0.9,
      weightDecay: 0,
      warmupSteps: 0,
      warmupFactor: 1,
      totalSteps: 2,
    };
    const trainStep = createTrainStep(tf, model, { ...settings, schedule: "constant", gradientClipNorm: 1 });
    const tensorCount = () => tf.memory().numTensors;
    trainStep.step([image, image], [target, target], { step: 0, seed: 1 });
    const after = tensorCount();
    trainStep.step([image, image], [target, target], { step: 1, seed: 1 });
    expect(tensorCount()).toBe(after);
    const moved = names.map((name, index) => JSON.stringify(valuesOf(name)) !== JSON.stringify(before[index]));
    expect(moved).toEqual([false, false, true, true, true]);
    expect(model.detect([image])[0]?.every(({ maskSize }) => maskSize === 28)).toBe(true);
    trainStep.dispose();
    model.dispose();
  });
});

/** Test-only: a whole model and its stages that have weights, held to torchvision's by a golden file. */
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { anchorsPerCell, anchorsXyxyPx } from "../anchors/anchors.ts";
import { fpnParameters, pyramidFeatures, pyramidStridesPx } from "../backbone/fpn.ts";
import { resnetFeatures, resnetOutputChannels, resnetParameters } from "../backbone/resnet.ts";
import { type LossName, lossNames } from "../images/images.ts";
import { MaskRcnn } from "../maskRcnn.ts";
import type { ParameterSpec } from "../parameters/parameterSpec.ts";
import type { Parameters } from "../parameters/parameters.ts";
import { createRandom } from "../random/random.ts";
import { boxHeadParameters, predictBoxes } from "../roi/boxHead.ts";
import { maskHeadParameters, predictMasks } from "../roi/maskHead.ts";
import { predictLevel, rpnHeadParameters } from "../rpn/rpnHead.ts";
import { rpnLosses } from "../rpn/rpnLosses.ts";
import { sampleAnchors } from "../rpn/rpnTargets.ts";
import type { Scalar, Tensor4D, TensorFlow } from "../tensorFlow.ts";
import { relativeError } from "../testing/gradientCheck.ts";
import { createTrainStep } from "../training/trainStep.ts";
import { exportWeights } from "../weights/modelWeights.ts";
import { toTorchLayout } from "../weights/torchLayout.ts";
import { GoldenFile } from "./goldenFile.ts";
import {
  goldenConfiguration,
  goldenParameters,
  goldenValues,
  type ModelCase,
  pictures,
  truths,
} from "./goldenModel.ts";
import { generatedMap, inTorchOrder } from "./layouts.ts";

/** @param name of the golden file */
export function expectModelLikeTorchvision(tf: TensorFlow, name: string): void {
  // Some ten seconds on two free cores; a busy machine may take its time.
  vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });
  const golden = GoldenFile.read<ModelCase>(name);
  describe(`${name}: each stage, fed torchvision's inputs`, () => testStages(tf, golden));
  describe(`${name}: the whole model`, () => testModel(tf, golden));
}

const padded = { heightPx: 64, widthPx: 96 };

function testStages(tf: TensorFlow, golden: GoldenFile<ModelCase>): void {
  const { settings } = golden;
  const { stageSeed, weightsSeed } = settings;
  const configuration = goldenConfiguration(settings, settings.full);
  const { backbone, anchors } = configuration;
  const { pyramidChannels } = backbone;
  const perCell = anchorsPerCell(anchors);
  const gridOf = (stride: number) => [Math.ceil(padded.heightPx / stride), Math.ceil(padded.widthPx / stride)] as const;
  const levels = pyramidStridesPx.map((stride, level) =>
    generatedMap(tf, `level${level}`, [2, pyramidChannels, ...gridOf(stride)], stageSeed),
  );
  const withParameters = (specs: ParameterSpec[], work: (own: Parameters) => void): void => {
    const parameters = goldenParameters(tf, specs, weightsSeed);
    work(parameters);
    parameters.dispose();
  };

  test("the body's C2 to C5", () => {
    withParameters(resnetParameters(backbone), (parameters) => {
      const batch = generatedMap(tf, "batch", [2, 3, padded.heightPx, padded.widthPx], stageSeed, { spread: 2 });
      const stages = resnetFeatures(tf, batch, parameters, { configuration: backbone, phase: "detection" });
      stages.forEach((stage, index) => {
        golden.expectClose(`C${index + 2}`, inTorchOrder(tf, stage));
      });
    });
  });

  test("the pyramid's P2 to P5 and the pooled level", () => {
    withParameters(fpnParameters(backbone), (parameters) => {
      const stages = resnetOutputChannels(backbone).map((channels, level) => {
        const shape: [number, number, number, number] = [2, channels, ...gridOf(pyramidStridesPx[level] as number)];
        return generatedMap(tf, `stage${level}`, shape, stageSeed, { centre: 0.5, spread: 0.5 });
      });
      pyramidFeatures(tf, stages, parameters).forEach((level, index) => {
        golden.expectClose(["P2", "P3", "P4", "P5", "pool"][index] as string, inTorchOrder(tf, level));
      });
    });
  });

  test("the RPN's head and its losses", () => {
    withParameters(rpnHeadParameters(pyramidChannels, perCell), (parameters) => {
      const predictions = levels.map((level) => predictLevel(tf, level, parameters));
      const mapOf = (values: Float32Array, level: number, channels: number): Float32Array => {
        const [height, width] = gridOf(pyramidStridesPx[level] as number);
        return inTorchOrder(tf, tf.tensor4d(values, [2, height, width, channels]));
      };
      predictions.forEach(({ objectnessLogits, deltas }, level) => {
        golden.expectClose(`rpnLogits${level}`, mapOf(objectnessLogits, level, perCell));
        golden.expectClose(`rpnDeltas${level}`, mapOf(deltas, level, perCell * 4));
      });
      const grids = predictions.map(({ heightCells, widthCells }) => ({
        heightCells,
        widthCells,
        strideYPx: Math.floor(padded.heightPx / heightCells),
        strideXPx: Math.floor(padded.widthPx / widthCells),
      }));
      const all = Float32Array.from(anchorsXyxyPx(anchors, grids).flatMap((level) => [...level]));
      const samples = settings.boxes.map((boxes) =>
        sampleAnchors(all, Float32Array.from(boxes.flat()), configuration.rpn, createRandom(1)),
      );
      const losses = rpnLosses(tf, levels, samples, perCell, parameters);
      golden.expectClose("objectnessLoss", losses.objectness.dataSync().subarray(0, 1));
      golden.expectClose("rpnBoxLoss", losses.boxRegression.dataSync().subarray(0, 1));
    });
  });

  test("the box head", () => {
    withParameters(boxHeadParameters(configuration), (parameters) => {
      const pooled = generatedMap(tf, "pooled", [6, pyramidChannels, 7, 7], stageSeed);
      const { classLogits, deltas } = predictBoxes(tf, pooled, parameters);
      golden.expectClose("classLogits", classLogits.dataSync());
      golden.expectClose("boxDeltas", deltas.dataSync());
    });
  });

  test("the mask head", () => {
    withParameters(maskHeadParameters(configuration), (parameters) => {
      const size = configuration.roi.maskPoolSize;
      const pooled = generatedMap(tf, "maskPooled", [3, pyramidChannels, size, size], stageSeed);
      golden.expectClose("maskLogits", inTorchOrder(tf, predictMasks(tf, pooled, configuration, parameters)));
    });
  });
}

function testModel(tf: TensorFlow, golden: GoldenFile<ModelCase>): void {
  const { settings } = golden;
  const { sizes, boxes, sgd } = settings;
  let model: MaskRcnn;
  beforeAll(() => {
    model = MaskRcnn.create(tf, goldenConfiguration(settings, settings.narrow), 0);
    for (const [name, spec] of model.specs) model.setParameter(name, goldenValues(spec, settings.weightsSeed));
  });
  afterAll(() => model.dispose());

  test("finds the same objects, with the same masks", () => {
    const found = model.detect(pictures(sizes, settings.detectionSeed));
    found.forEach((detections, image) => {
      expect(detections.map(({ label }) => label)).toEqual([...golden.whole(`found${image}.labels`)]);
      const scores = detections.map(({ score }) => score);
      golden.expectClose(`found${image}.scores`, scores, 1e-3);
      const boxesXyxyPx = detections.flatMap(({ boxXyxyPx }) => boxXyxyPx);
      golden.expectClose(`found${image}.boxes`, boxesXyxyPx, 1e-3);
      const masks = detections.map(({ mask }) => mask());
      const [height, width] = sizes[image] as [number, number];
      const { indices, values } = golden.samples(`found${image}.masks`);
      indices.forEach((index, place) => {
        const probability = values[place] as number;
        if (Math.abs(probability - 0.5) < 1e-3) return;
        const pixel = masks[Math.floor(index / (height * width))]?.[index % (height * width)];
        expect(pixel, `image ${image}, pixel ${index}, ${probability}`).toBe(probability > 0.5 ? 1 : 0);
      });
    });
  });

  const images = pictures(sizes, settings.trainingSeed);
  const targets = truths(sizes, boxes);

  test("has the same five losses and the same gradient of every parameter", () => {
    const trained = [...model.parameters()].filter(([, variable]) => variable.trainable);
    expect(trained.map(([parameter]) => parameter).sort()).toEqual(golden.names("gradient.").sort());
    const losses = {} as Record<LossName, number>;
    const { value, grads } = tf.variableGrads(
      () => {
        const terms = model.losses(images, targets, createRandom(1));
        for (const loss of lossNames) losses[loss] = terms[loss].dataSync()[0] as number;
        return tf.addN(lossNames.map((loss) => terms[loss])) as Scalar;
      },
      trained.map(([, variable]) => variable),
    );
    value.dispose();
    for (const loss of lossNames) golden.expectClose(`loss.${loss}`, [losses[loss]]);
    for (const [parameter, variable] of trained) {
      const gradient = grads[variable.name] as Tensor4D;
      const spec = model.specs.get(parameter);
      if (spec === undefined) throw new Error(`no specification of ${parameter}`);
      golden.expectClose(`gradient.${parameter}`, toTorchLayout(spec, gradient.dataSync() as Float32Array));
      gradient.dispose();
    }
  });

  test("has the same parameters after five steps", () => {
    const before = exportWeights(model);
    const trainStep = createTrainStep(tf, model, {
      ...sgd,
      warmupSteps: 0,
      warmupFactor: 1,
      schedule: "constant",
      totalSteps: sgd.steps,
      gradientClipNorm: null,
    });
    for (let step = 0; step < sgd.steps; step++) trainStep.step(images, targets, { step, seed: 1 });
    trainStep.dispose();
    const after = exportWeights(model);
    for (const parameter of golden.names("trained.")) {
      const values = after.get(parameter)?.values as Float32Array;
      golden.expectClose(`trained.${parameter}`, values);
      // The same steps, too: a step is small beside what it changes.
      const start = before.get(parameter)?.values as Float32Array;
      const { indices, values: expected } = golden.samples(`trained.${parameter}`);
      const moves = Array.from(indices, (index) => (values[index] as number) - (start[index] as number));
      const expectedMoves = Array.from(indices, (at, place) => (expected[place] as number) - (start[at] as number));
      expect(relativeError(moves, expectedMoves), `way of ${parameter}`).toBeLessThan(1e-2);
    }
  });
}

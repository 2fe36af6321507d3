/** The stages without weights of a model, held to torchvision's by goldens/stages.golden. */
import { describe, expect, test } from "vitest";
import { anchorsXyxyPx } from "../anchors/anchors.ts";
import { pyramidStridesPx } from "../backbone/fpn.ts";
import { type NormalizedConvolution, normalizedConvolution, normParameters } from "../backbone/norm.ts";
import { decodeBoxInto, encodeBoxes } from "../boxes/boxCoder.ts";
import { miniNetConfiguration } from "../configuration/modelConfiguration.ts";
import { loadEngine } from "../engine/loadEngine.ts";
import { convolution, zeros } from "../parameters/parameterSpec.ts";
import { Parameters } from "../parameters/parameters.ts";
import { boxDetections } from "../roi/boxDetections.ts";
import { pasteMask } from "../roi/maskPasting.ts";
import { maskTarget } from "../roi/maskTargets.ts";
import { multiScaleRoiAlign, orderByLevel } from "../roi/multiScaleRoiAlign.ts";
import { boxLosses, maskLoss } from "../roi/roiLosses.ts";
import { pickRows } from "../roi/roiTargets.ts";
import { proposeBoxes } from "../rpn/proposals.ts";
import type { Tensor2D, Tensor4D } from "../tensorFlow.ts";
import { batchImages, resizedSize, scaleBoxes } from "../transform/imageBatch.ts";
import { generated, generatedBoxes } from "./generated.ts";
import { GoldenFile } from "./goldenFile.ts";
import { pictures, truths } from "./goldenModel.ts";
import { generatedMap, inTorchOrder } from "./layouts.ts";

const { tf } = await loadEngine();
const golden = GoldenFile.read<{
  seed: number;
  sizes: [number, number][];
  boxes: number[][][];
  anchorSizes: number[];
  imageSizes: [number, number][];
  padded: [number, number];
  classes: number;
}>("stages");
const { seed, sizes, boxes, anchorSizes, imageSizes, padded, classes } = golden.settings;
const [paddedHeightPx, paddedWidthPx] = padded;
const frame = { heightPx: paddedHeightPx, widthPx: paddedWidthPx };
const configuration = miniNetConfiguration({
  numClasses: classes,
  transform: { minSizePx: 64, maxSizePx: 96 },
  anchors: { sizesPx: anchorSizes.map((size) => [size]) },
  roi: { maxDetections: 20 },
});
const images = pictures(sizes, seed);
const targets = truths(sizes, boxes);
const resized = images.map((image) => resizedSize(image, configuration.transform));

function frameOf(size: [number, number] | undefined): { heightPx: number; widthPx: number } {
  const [heightPx, widthPx] = size as [number, number];
  return { heightPx, widthPx };
}

test("transform scales, normalises and pads, and boxes follow", () => {
  golden.expectClose("transform", inTorchOrder(tf, batchImages(tf, images, configuration.transform).pixels));
  targets.forEach(({ boxesXyxyPx }, index) => {
    const scaled = scaleBoxes(boxesXyxyPx, frameOf(sizes[index]), resized[index] as never);
    golden.expectClose(`transform.boxes${index}`, scaled);
  });
});

const grids = [4, 8, 16, 32, 64].map((stride) => {
  const [heightCells, widthCells] = padded.map((side) => Math.ceil(side / stride)) as [number, number];
  const [strideYPx, strideXPx] = [Math.floor(paddedHeightPx / heightCells), Math.floor(paddedWidthPx / widthCells)];
  return { heightCells, widthCells, strideYPx, strideXPx };
});
const anchors = anchorsXyxyPx(configuration.anchors, grids);

test("anchors", () => {
  golden.expectClose(
    "anchors",
    anchors.flatMap((level) => [...level]),
  );
});

test("box coding, both ways", () => {
  const references = generatedBoxes("references", 50, seed, frame, { min: 5, max: 90 });
  const others = generatedBoxes("others", 50, seed, frame, { min: 5, max: 90 });
  const weights = [10, 10, 5, 5] as const;
  golden.expectClose("encoded", encodeBoxes(others, references, weights));
  const deltas = generated("deltas", 200, seed, { spread: 4 });
  const decoded = new Float32Array(200);
  for (let at = 0; at < 200; at += 4) decodeBoxInto(decoded, at, deltas, at, references, at, weights);
  golden.expectClose("decoded", decoded);
});

test("proposals of two images of different sizes", () => {
  const predictions = grids.map(({ heightCells, widthCells }, level) => {
    const count = heightCells * widthCells * 3;
    return {
      heightCells,
      widthCells,
      objectnessLogits: generated(`logits${level}`, 2 * count, seed, { spread: 2 }),
      deltas: generated(`rpnDeltas${level}`, 2 * count * 4, seed, { spread: 0.5 }),
    };
  });
  imageSizes.forEach((size, image) => {
    const limits = { preNmsTopN: 30, postNmsTopN: 40 };
    const proposals = proposeBoxes(image, predictions, anchors, configuration.rpn, { ...frameOf(size), ...limits });
    golden.expectClose(`proposals${image}`, proposals);
  });
});

test.each([7, 14])("RoIAlign of %i bins a side, each region from its level", (poolSize) => {
  const levels = [4, 8, 16, 32].map((stride, level) =>
    generatedMap(tf, `features${level}`, [2, 8, 256 / stride, 320 / stride], seed),
  );
  const regions = [0, 1].flatMap((image) => [
    ...generatedBoxes(`regions${image}`, 10, seed, { heightPx: 256, widthPx: 320 }, { min: 3, max: 100 }),
    ...generatedBoxes(`large${image}`, 8, seed, { heightPx: 100, widthPx: 100 }, { min: 100, max: 600 }),
  ]);
  const boxesXyxyPx = Float32Array.from(regions);
  const order = orderByLevel(boxesXyxyPx);
  const imageIndices = order.map((region) => (region < 18 ? 0 : 1));
  const pooled = multiScaleRoiAlign(
    tf,
    levels,
    { boxesXyxyPx: pickRows(boxesXyxyPx, order), imageIndices },
    { stridesPx: pyramidStridesPx, poolSize, samplingRatio: 2 },
  );
  const places = new Int32Array(order.length);
  order.forEach((region, place) => {
    places[region] = place;
  });
  golden.expectClose(`pooled${poolSize}`, inTorchOrder(tf, tf.gather(pooled, tf.tensor1d(places, "int32"))));
});

const matched = [
  [0, 1, 1, 0, 1, 0],
  [0, 1, 2, 2, 1, 0],
];
const cut = [0, 1].map((image) =>
  generatedBoxes(`cut${image}`, 6, seed, { heightPx: 60, widthPx: 60 }, { min: 6, max: 60 }),
);

function maskTargetsOf(image: number): Float32Array {
  const size = frameOf(sizes[image]);
  const { heightPx, widthPx } = resized[image] as { heightPx: number; widthPx: number };
  const maskFrame = { ...size, resizedHeightPx: heightPx, resizedWidthPx: widthPx };
  const values = (matched[image] as number[]).flatMap((truth, index) => {
    const box = (cut[image] as Float32Array).subarray(index * 4, index * 4 + 4);
    return [...maskTarget(targets[image]?.masks[truth] as Uint8Array, box, 28, maskFrame)];
  });
  return Float32Array.from(values);
}

test("mask targets", () => {
  for (const image of [0, 1]) golden.expectClose(`maskTargets${image}`, maskTargetsOf(image));
});

describe("the heads' losses", () => {
  test("of classes and boxes", () => {
    const labels = Int32Array.from([1, 2, 0, 3, 0, 0, 2, 0, 0, 1, 3, 0]);
    const sample = {
      boxesXyxyPx: new Float32Array(48),
      imageIndices: labels.map((_, region) => (region < 5 ? 0 : 1)),
      labels,
      truthIndices: labels.map((label) => (label > 0 ? 0 : -1)),
      deltas: generated("targetDeltas", 48, seed),
    };
    const predictions = {
      classLogits: tf.tensor2d(generated("classLogits", 12 * classes, seed, { spread: 3 }), [12, classes]),
      deltas: tf.tensor2d(generated("boxDeltas", 48 * classes, seed), [12, classes * 4]),
    };
    const { classifier, boxRegression } = boxLosses(tf, predictions, sample, 2);
    golden.expectClose("classifierLoss", classifier.dataSync().subarray(0, 1));
    golden.expectClose("boxLoss", boxRegression.dataSync().subarray(0, 1));
  });

  test("of masks", () => {
    const logits = generatedMap(tf, "maskLogits", [12, classes, 28, 28], seed, { spread: 4 });
    const maskTargets = Float32Array.from([...maskTargetsOf(0), ...maskTargetsOf(1)]);
    const labels = Int32Array.from(
      matched.flatMap((truthsOf, image) => truthsOf.map((truth) => targets[image]?.labels[truth] as number)),
    );
    const imageIndices = labels.map((_, region) => (region < 6 ? 0 : 1));
    const loss = maskLoss(tf, logits, tf.tensor2d(maskTargets, [12, 784]), labels, imageIndices, 2);
    golden.expectClose("maskLoss", loss.dataSync().subarray(0, 1));
  });
});

test("detections of two images of different sizes", () => {
  const logits = tf.tensor2d(generated("foundLogits", 60 * classes, seed, { spread: 3 }), [60, classes]) as Tensor2D;
  const probabilities = tf.softmax(logits).dataSync() as Float32Array;
  const deltas = generated("foundDeltas", 60 * classes * 4, seed, { spread: 2 });
  imageSizes.forEach((size, image) => {
    const found = boxDetections(
      generatedBoxes(`found${image}`, 30, seed, frame, { min: 10, max: 90 }),
      probabilities.subarray(image * 30 * classes, (image + 1) * 30 * classes),
      deltas.subarray(image * 30 * classes * 4, (image + 1) * 30 * classes * 4),
      configuration.roi,
      frameOf(size),
    );
    expect([...found.labels]).toEqual([...golden.whole(`detections${image}.labels`)]);
    golden.expectClose(`detections${image}.scores`, found.scores);
    golden.expectClose(`detections${image}.boxes`, found.boxesXyxyPx);
  });
});

test("pasted masks", () => {
  const [heightPx, widthPx] = [60, 90];
  const pasteInto = generatedBoxes("pastedBoxes", 6, seed, { heightPx, widthPx }, { min: 4, max: 70 });
  const probabilities = generated("pastedMasks", 6 * 784, seed, { centre: 0.5, spread: 0.5 });
  const pasted = Array.from({ length: 6 }, (_, index) => {
    const box = pasteInto.subarray(index * 4, index * 4 + 4);
    return pasteMask(probabilities.slice(index * 784, (index + 1) * 784), 28, box, heightPx, widthPx);
  });
  const { indices, values } = golden.samples("pasted");
  const pixels = heightPx * widthPx;
  let inside = 0;
  indices.forEach((index, place) => {
    const probability = values[place] as number;
    if (Math.abs(probability - 0.5) < 1e-3) return;
    const pixel = pasted[Math.floor(index / pixels)]?.[index % pixels];
    inside += pixel as number;
    expect(pixel, `pixel ${index}, probability ${probability}`).toBe(probability > 0.5 ? 1 : 0);
  });
  expect(inside).toBeGreaterThan(50);
});

test("batch norm behind a convolution, by the running statistics and by the batch's, which move them", () => {
  const backbone = { ...configuration.backbone, norm: "batch" } as const;
  const specs = [convolution("conv.weight", 3, 8, 16, zeros), ...normParameters("norm", 16, backbone)];
  const parameters = new Parameters(tf, specs, 0, () => false);
  const centres = { weight: 0.5, bias: 0, running_mean: 0, running_var: 1 };
  for (const [name, centre] of Object.entries(centres)) {
    parameters.set(tf, `norm.${name}`, generated(`norm.${name}`, 16, seed, { centre, spread: 0.4 }));
  }
  // From PyTorch's [O, I, KH, KW].
  const filter = tf.tensor4d(generated("norm.filter", 16 * 72, seed, { spread: 0.3 }), [16, 8, 3, 3]);
  parameters.set(tf, "conv.weight", tf.transpose(filter, [2, 3, 1, 0]).dataSync() as Float32Array);
  const x = generatedMap(tf, "norm.x", [2, 8, 12, 10], seed, { spread: 2 });
  const layer: NormalizedConvolution = { convolution: "conv", norm: "norm", stride: 1, padPx: 1, relu: false };
  const run = (phase: "training" | "detection"): Tensor4D =>
    normalizedConvolution(tf, x, parameters, { configuration: backbone, phase }, layer);
  golden.expectClose("norm.evaluation", inTorchOrder(tf, run("detection")));
  golden.expectClose("norm.training", inTorchOrder(tf, run("training")));
  for (const name of ["norm.running_mean", "norm.running_var"]) {
    golden.expectClose(name, parameters.get(name).dataSync());
  }
});

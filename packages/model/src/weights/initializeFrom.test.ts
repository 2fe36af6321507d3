import { expect, test, vi } from "vitest";
import { miniNetConfiguration } from "../configuration/modelConfiguration.ts";
import { loadEngine } from "../engine/loadEngine.ts";
import { MaskRcnn } from "../maskRcnn.ts";
import { sameNumbers } from "../testing/sameNumbers.ts";
import { describeWeights } from "./describeWeights.ts";
import { initializeFrom } from "./initializeFrom.ts";
import { exportWeights, importWeights } from "./modelWeights.ts";
import type { NamedArray } from "./safetensors.ts";
import { WeightsFileError } from "./WeightsFileError.ts";

const { tf } = await loadEngine();
// Some seconds on two free cores; a busy machine may take its time.
vi.setConfig({ testTimeout: 240_000 });
const small = { roi: { headWidth: 8, maskHeadWidths: [8], maskPredictorWidth: 4 } };
const model = (numClasses: number, seed: number, norm: "group" | "frozen" = "group") =>
  MaskRcnn.create(tf, miniNetConfiguration({ numClasses, backbone: { norm }, ...small }), seed);
const alike = (a: Map<string, NamedArray>, b: Map<string, NamedArray>) => (name: string) =>
  sameNumbers(a.get(name)?.values, b.get(name)?.values);

test("takes over everything but the predictors, whose classes are others", () => {
  const source = exportWeights(model(4, 1));
  source.set("momentum.momentum.rpn.head.conv.0.0.bias", { shape: [1], values: Float32Array.of(1) });
  const target = model(3, 2);
  const before = exportWeights(target);
  const { fresh, loaded } = initializeFrom(target, source);
  const after = exportWeights(target);
  expect(fresh).toHaveLength(8);
  expect(loaded).toHaveLength(after.size - 8);
  expect(fresh.filter(alike(after, before))).toEqual(fresh);
  expect(loaded.filter(alike(after, source))).toEqual(loaded);
});

test("takes a classifier's body alone", () => {
  const detector = exportWeights(model(3, 1, "frozen"));
  const body = "backbone.body.";
  const classifier = new Map(
    [...detector].filter(([name]) => name.startsWith(body)).map(([name, array]) => [name.slice(body.length), array]),
  );
  classifier.set("fc.weight", { shape: [1], values: Float32Array.of(0) });
  const target = model(3, 2, "frozen");
  const { loaded } = initializeFrom(target, classifier);
  expect(loaded.every((name) => name.startsWith(body))).toBe(true);
  const name = `${body}layer4.1.conv2.weight`;
  expect(alike(exportWeights(target), detector)(name)).toBe(true);
});

test("says which tensor does not fit, with both shapes, and changes nothing", () => {
  const source = exportWeights(model(4, 1));
  source.set("roi_heads.box_head.fc7.bias", { shape: [9], values: new Float32Array(9) });
  const target = model(3, 2);
  const before = exportWeights(target);
  const attempt = () => initializeFrom(target, source);
  expect(attempt).toThrow(WeightsFileError);
  expect(attempt).toThrow('tensor "roi_heads.box_head.fc7.bias": the file has shape [9], the model expects [8]');
  expect(alike(exportWeights(target), before)("backbone.body.conv1.weight")).toBe(true);
});

test("tells a model by its tensors", () => {
  expect(describeWeights(exportWeights(model(4, 1, "frozen")))).toEqual({
    architecture: "mininet",
    overrides: {
      numClasses: 4,
      backbone: { norm: "frozen", bodyWidth: 64, groupCount: 32, pyramidChannels: 256 },
      roi: { headWidth: 8, maskHeadWidths: [8], maskPredictorWidth: 4 },
    },
  });
  expect(describeWeights(new Map())).toBeNull();
});

test("tells every width by the tensors, and a model of these widths takes them", () => {
  const narrow = {
    numClasses: 3,
    backbone: { norm: "group", bodyWidth: 24, groupCount: 12, pyramidChannels: 16 },
    roi: { headWidth: 20, maskHeadWidths: [12, 10], maskPredictorWidth: 6 },
  } as const;
  const overrides = { ...narrow, roi: { ...narrow.roi, maskHeadWidths: [12, 10] } };
  const weights = exportWeights(MaskRcnn.create(tf, miniNetConfiguration(overrides), 1));
  expect(describeWeights(weights)?.overrides).toEqual(overrides);
  const again = MaskRcnn.create(tf, miniNetConfiguration(describeWeights(weights)?.overrides ?? { numClasses: 2 }), 2);
  importWeights(again, weights);
  expect([...weights.keys()].filter((name) => !alike(exportWeights(again), weights)(name))).toEqual([]);
  const roi = { headWidth: 8, maskHeadWidths: [8, 8], maskPredictorWidth: 4 };
  const published = MaskRcnn.create(tf, miniNetConfiguration({ numClasses: 3, roi }), 1);
  expect(() => importWeights(published, weights)).toThrow(
    'tensor "backbone.body.conv1.weight": the file has shape [24,3,7,7], the model expects [64,3,7,7]',
  );
});

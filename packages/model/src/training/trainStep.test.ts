import { afterEach, describe, expect, test, vi } from "vitest";
import { loadEngine } from "../engine/loadEngine.ts";
import { lossNames } from "../images.ts";
import { MaskRcnn } from "../maskRcnn.ts";
import { squares, tinyConfiguration } from "../testing/squares.ts";
import { createTrainStep, NonFiniteLossError, type OptimizerConfiguration, type TrainStep } from "./trainStep.ts";

const { tf } = await loadEngine();
// A second or two each on two free cores; a busy machine may take its time.
vi.setConfig({ testTimeout: 240_000 });
const optimizer: OptimizerConfiguration = {
  learningRate: 0.01,
  momentum: 0.9,
  weightDecay: 1e-4,
  warmupSteps: 5,
  warmupFactor: 0.1,
  schedule: "constant",
  totalSteps: 100,
  gradientClipNorm: 10,
};
const scenes = [
  squares({ x: 6, y: 8, sidePx: 20, label: 1 }, { x: 36, y: 30, sidePx: 24, label: 2 }),
  squares({ x: 30, y: 4, sidePx: 16, label: 2 }),
];
const images = scenes.map(({ image }) => image);
const targets = scenes.map(({ target }) => target);

const opened: { dispose(): void }[] = [];
afterEach(() => {
  for (const one of opened.splice(0)) one.dispose();
});

function start(
  configuration = tinyConfiguration,
  seed = 1,
  changed: Partial<OptimizerConfiguration> = {},
): { model: MaskRcnn; trainStep: TrainStep } {
  const model = MaskRcnn.create(tf, configuration, seed);
  const trainStep = createTrainStep(tf, model, { ...optimizer, ...changed });
  opened.push(trainStep, model);
  return { model, trainStep };
}

describe("one training step", () => {
  test("leaves as many tensors as it found, fifty times", () => {
    const { trainStep } = start();
    trainStep.step(images, targets, { step: 0, seed: 1 });
    const tensors = tf.memory().numTensors;
    const native = (tf.backend() as unknown as { getNumOfTFTensors(): number }).getNumOfTFTensors();
    for (let step = 1; step <= 50; step++) trainStep.step(images, targets, { step, seed: 1 });
    expect(tf.memory().numTensors).toBe(tensors);
    expect((tf.backend() as unknown as { getNumOfTFTensors(): number }).getNumOfTFTensors()).toBe(native);
  });

  test("from the same seed gives the same losses, bit for bit", () => {
    const run = () => {
      const { trainStep } = start();
      return [0, 1, 2, 3].map((step) => trainStep.step(images, targets, { step, seed: 7 }));
    };
    expect(run()).toEqual(run());
  });

  test("resumed from its exported state goes on as if never stopped", () => {
    const whole = start();
    const before = [0, 1, 2].map((step) => whole.trainStep.step(images, targets, { step, seed: 7 }));
    expect(before).toHaveLength(3);
    const weights = new Map(
      [...whole.model.parameters()].map(([name, variable]) => [name, variable.dataSync().slice()]),
    );
    const state = whole.trainStep.exportState();
    const expected = [3, 4].map((step) => whole.trainStep.step(images, targets, { step, seed: 7 }));

    const resumed = start(tinyConfiguration, 99);
    for (const [name, values] of weights) resumed.model.setParameter(name, values as Float32Array);
    resumed.trainStep.importState(state);
    expect([3, 4].map((step) => resumed.trainStep.step(images, targets, { step, seed: 7 }))).toEqual(expected);
  });

  test("tells each image's own losses, which average to the batch's where both have as many samples", () => {
    const { trainStep } = start();
    const { losses, perImageLosses, totalLoss } = trainStep.step(images, targets, { step: 0, seed: 1 });
    expect(perImageLosses).toHaveLength(2);
    for (const name of ["loss_objectness", "loss_rpn_box_reg"] as const) {
      const mean = ((perImageLosses[0]?.[name] as number) + (perImageLosses[1]?.[name] as number)) / 2;
      expect(mean).toBeCloseTo(losses[name], 5);
    }
    expect(lossNames.reduce((sum, name) => sum + losses[name], 0)).toBeCloseTo(totalLoss, 6);
  });

  test("trains on images without objects, alone and among others", () => {
    const { trainStep } = start();
    const empty = squares();
    const alone = trainStep.step([empty.image], [empty.target], { step: 0, seed: 1 });
    expect(alone.losses).toMatchObject({ loss_box_reg: 0, loss_mask: 0, loss_rpn_box_reg: 0 });
    expect(alone.losses.loss_objectness).toBeGreaterThan(0);
    expect(alone.losses.loss_classifier).toBeGreaterThan(0);
    const mixed = trainStep.step([empty.image, images[0] as never], [empty.target, targets[0] as never], {
      step: 1,
      seed: 1,
    });
    expect(mixed.losses.loss_mask).toBeGreaterThan(0);
    expect(mixed.perImageLosses[0]?.loss_mask).toBe(0);
  });

  test("stops at a loss that is no number, by name, before it touches a weight", () => {
    const { model, trainStep } = start();
    const name = "roi_heads.box_predictor.cls_score.bias";
    model.setParameter(name, new Float32Array(3).fill(Number.NaN));
    const kept = model.parameters().get("backbone.body.conv1.weight")?.dataSync().slice();
    const tensors = tf.memory().numTensors;
    expect(() => trainStep.step(images, targets, { step: 12, seed: 1 })).toThrow(NonFiniteLossError);
    expect(() => trainStep.step(images, targets, { step: 12, seed: 1 })).toThrow(/step 12: loss_classifier = NaN/);
    expect(model.parameters().get("backbone.body.conv1.weight")?.dataSync()).toEqual(kept);
    expect(tf.memory().numTensors).toBe(tensors);
  });

  test("leaves frozen layers and frozen norms as they are, and trains the rest", () => {
    const backbone = { ...tinyConfiguration.backbone, norm: "frozen", trainableLayers: 3 } as const;
    const { model, trainStep } = start({ ...tinyConfiguration, backbone });
    const before = new Map([...model.parameters()].map(([name, variable]) => [name, variable.dataSync().slice()]));
    trainStep.step(images, targets, { step: 0, seed: 1 });
    const changed = (name: string) => {
      const now = model.parameters().get(name)?.dataSync() ?? [];
      return before.get(name)?.some((value, index) => value !== now[index]);
    };
    for (const name of ["conv1", "layer1.0.conv1"]) expect(changed(`backbone.body.${name}.weight`), name).toBe(false);
    for (const name of ["weight", "bias", "running_mean", "running_var"]) {
      expect(changed(`backbone.body.layer4.0.bn1.${name}`), name).toBe(false);
    }
    for (const name of ["layer2.0.conv1", "layer4.1.conv2"]) expect(changed(`backbone.body.${name}.weight`)).toBe(true);
    expect(changed("roi_heads.mask_predictor.mask_fcn_logits.weight")).toBe(true);
  });

  test("leaves what is frozen by name as it is, weight decay included, and trains the rest", () => {
    const frozenParameters = ["backbone.body.layer1", "rpn.", "*.mask_head.*"];
    const { model, trainStep } = start(tinyConfiguration, 1, { frozenParameters, weightDecay: 0.5 });
    const before = new Map([...model.parameters()].map(([name, variable]) => [name, variable.dataSync().slice()]));
    const { losses } = trainStep.step(images, targets, { step: 0, seed: 1 });
    expect(losses.loss_objectness).toBeGreaterThan(0);
    const changed = [...model.parameters()].filter(([name, variable]) => {
      const now = variable.dataSync();
      return before.get(name)?.some((value, index) => value !== now[index]);
    });
    const names = new Set(changed.map(([name]) => name));
    const frozen = [...model.parameters().keys()].filter((name) =>
      /^(backbone\.body\.layer1|rpn\.)|mask_head\./.test(name),
    );
    expect(frozen.length).toBeGreaterThan(15);
    for (const name of frozen) expect(names.has(name), name).toBe(false);
    for (const name of ["backbone.body.conv1.weight", "backbone.body.layer2.0.conv1.weight"])
      expect(names.has(name), name).toBe(true);
    expect([...trainStep.exportState().keys()].some((name) => name.startsWith("momentum.momentum.rpn."))).toBe(false);
  });

  test("refuses a pattern that names nothing, and to freeze everything", () => {
    const model = MaskRcnn.create(tf, tinyConfiguration, 1);
    opened.push(model);
    const create = (frozenParameters: string[]) => createTrainStep(tf, model, { ...optimizer, frozenParameters });
    expect(() => create(["rpn.", "backbone.layer1"])).toThrow(/"backbone.layer1"; the names begin with backbone.body/);
    expect(() => create(["*"])).toThrow("nothing is left to train");
  });
});

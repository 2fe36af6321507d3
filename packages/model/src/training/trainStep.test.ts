import { createHash } from "node:crypto";
import { afterEach, describe, expect, test, vi } from "vitest";
import { loadEngine } from "../engine/loadEngine.ts";
import { lossNames } from "../images/images.ts";
import { MaskRcnn } from "../maskRcnn.ts";
import { squares, tinyConfiguration } from "../testing/squares.ts";
import { NonFiniteLossError } from "./NonFiniteLossError.ts";
import { createTrainStep, type OptimizerConfiguration, type TrainStep } from "./trainStep.ts";

const { tf, kind } = await loadEngine();
/** On CUDA the gradients of pooling and of gathering add in whatever order their threads come. */
const addsInOrder = kind === "cpu";
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

  test.runIf(addsInOrder)("from the same seed gives the same losses, bit for bit", () => {
    const run = () => {
      const { trainStep } = start();
      return [0, 1, 2, 3].map((step) => trainStep.step(images, targets, { step, seed: 7 }));
    };
    expect(run()).toEqual(run());
  });

  test.runIf(addsInOrder)("resumed from its exported state goes on as if never stopped", () => {
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

  test("goes on without a loss of regions where no proposal is a box and no image has an object", () => {
    const { model, trainStep } = start();
    model.setParameter("rpn.head.bbox_pred.bias", new Float32Array(12).fill(Number.NaN));
    const empty = squares();
    const { losses } = trainStep.step([empty.image], [empty.target], { step: 0, seed: 1 });
    expect(losses).toMatchObject({ loss_classifier: 0, loss_box_reg: 0, loss_mask: 0, loss_rpn_box_reg: 0 });
    expect(losses.loss_objectness).toBeGreaterThan(0);
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

  test("parts of a step add up to the mean of their gradients, and leave no tensor behind", () => {
    // Every anchor and region is taken, so that nothing is drawn and parts can be compared with steps of their own.
    const everything = {
      ...tinyConfiguration,
      rpn: { ...tinyConfiguration.rpn, batchSizePerImage: 100_000 },
      roi: { ...tinyConfiguration.roi, batchSizePerImage: 100_000 },
    };
    const plain = { momentum: 0, weightDecay: 0, warmupSteps: 0, gradientClipNorm: null, learningRate: 1 };
    const name = "roi_heads.box_predictor.cls_score.weight";
    const changeBy = (work: (trainStep: TrainStep) => void) => {
      const { model, trainStep } = start(everything, 1, plain);
      const variable = model.parameters().get(name);
      const before = variable?.dataSync().slice() ?? [];
      work(trainStep);
      return Array.from(variable?.dataSync() ?? [], (value, index) => value - (before[index] as number));
    };
    const at = { step: 0, seed: 1 };
    const [first, second] = [0, 1].map((scene) =>
      changeBy((trainStep) => void trainStep.step(images.slice(scene, scene + 1), targets.slice(scene, scene + 1), at)),
    ) as [number[], number[]];
    const together = changeBy((trainStep) => {
      const tensors = tf.memory().numTensors;
      trainStep.addPart(images.slice(0, 1), targets.slice(0, 1), { ...at, share: 0.5 });
      trainStep.addPart(images.slice(1), targets.slice(1), { ...at, share: 0.5 });
      const { perImageLosses, losses } = trainStep.finish(at);
      expect(tf.memory().numTensors).toBe(tensors);
      const [one, other] = perImageLosses.map(({ loss_mask }) => loss_mask) as [number, number];
      expect(losses.loss_mask).toBeCloseTo((one + other) / 2, 6);
    });
    const scale = Math.max(...first.map(Math.abs), ...second.map(Math.abs));
    together.forEach((value, index) => {
      const expected = ((first[index] as number) + (second[index] as number)) / 2;
      expect(Math.abs(value - expected) / scale).toBeLessThan(1e-4);
    });
  });

  test("evaluates and saves the running mean of the weights, and trains on with the weights themselves", async () => {
    const emaDecay = 0.75;
    const { model, trainStep } = start(tinyConfiguration, 1, { emaDecay });
    const variable = model.parameters().get("rpn.head.bbox_pred.bias");
    const values = () => [...(variable?.dataSync() ?? [])];
    let mean: number[] = [];
    for (let step = 0; step < 4; step++) {
      trainStep.step(images, targets, { step, seed: 1 });
      mean =
        step === 0 ? values() : mean.map((value, at) => emaDecay * value + (1 - emaDecay) * (values()[at] as number));
    }
    const weights = values();
    const tensors = tf.memory().numTensors;
    const shown = await trainStep.withEvaluatedWeights(async () => values());
    shown.forEach((value, at) => {
      expect(value).toBeCloseTo(mean[at] as number, 6);
    });
    expect(shown).not.toEqual(weights);
    expect(values()).toEqual(weights);
    expect(tf.memory().numTensors).toBe(tensors);
    await expect(trainStep.withEvaluatedWeights(() => Promise.reject(new Error("cut off")))).rejects.toThrow("cut off");
    expect(values()).toEqual(weights);
  });

  test("draws the images' size anew for each step, from the seed", () => {
    const spy = vi.spyOn(MaskRcnn.prototype, "lossTerms");
    try {
      const { trainStep } = start(tinyConfiguration, 1, { trainingMinSizesPx: [64, 96] });
      const run = () => {
        spy.mockClear();
        for (let step = 0; step < 6; step++) trainStep.step(images, targets, { step, seed: 1 });
        return spy.mock.calls.map(([, , , minSizePx]) => minSizePx);
      };
      const sizes = run();
      expect(new Set(sizes)).toEqual(new Set([64, 96]));
      expect(run()).toEqual(sizes);
    } finally {
      spy.mockRestore();
    }
  });

  test.runIf(addsInOrder).each([
    ["SGD", { nesterov: true }],
    ["AdamW", { optimizer: "adamw" as const }],
  ])("with %s, parts, an average and sizes, a resumed training goes on as if never stopped", async (_name, changed) => {
    const settings = {
      ...changed,
      emaDecay: 0.9,
      trainingMinSizesPx: [64, 96],
      frozenParameters: ["backbone.body.conv1"],
    };
    const take = (trainStep: TrainStep, step: number) => {
      for (const scene of [0, 1]) {
        const part = { step, seed: 7, share: 0.5 };
        trainStep.addPart(images.slice(scene, scene + 1), targets.slice(scene, scene + 1), part);
      }
      return trainStep.finish({ step, seed: 7 });
    };
    const weightsOf = (model: MaskRcnn) =>
      new Map([...model.parameters()].map(([name, variable]) => [name, variable.dataSync().slice() as Float32Array]));
    // Eleven million numbers: their hashes tell whether every bit is the same.
    const hashes = (model: MaskRcnn) =>
      [...weightsOf(model)].map(([name, values]) => `${name} ${createHash("sha256").update(values).digest("hex")}`);
    const whole = start(tinyConfiguration, 1, settings);
    for (const step of [0, 1]) take(whole.trainStep, step);
    const saved = await whole.trainStep.withEvaluatedWeights(async () => weightsOf(whole.model));
    const state = whole.trainStep.exportState();
    const expected = [2, 3].map((step) => take(whole.trainStep, step));

    const resumed = start(tinyConfiguration, 99, settings);
    for (const [name, values] of saved) resumed.model.setParameter(name, values);
    resumed.trainStep.importState(state);
    expect([2, 3].map((step) => take(resumed.trainStep, step))).toEqual(expected);
    expect(hashes(resumed.model)).toEqual(hashes(whole.model));
    const averages = [whole, resumed].map(({ model, trainStep }) =>
      trainStep.withEvaluatedWeights(async () => hashes(model)),
    );
    expect(await averages[1]).toEqual(await averages[0]);
  });
});

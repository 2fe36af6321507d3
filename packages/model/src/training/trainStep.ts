import { lossNames, type TrainingImage, type TrainingTarget } from "../images/images.ts";
import type { MaskRcnn } from "../maskRcnn.ts";
import { AdamW } from "../optimizer/adamW.ts";
import { clipFactor, gradientNorm } from "../optimizer/gradientNorm.ts";
import { type LearningRateSchedule, learningRateAt } from "../optimizer/learningRate.ts";
import type { Optimizer } from "../optimizer/optimizer.ts";
import { Sgd, type SgdConfiguration } from "../optimizer/sgd.ts";
import { matchNames } from "../parameters/matchNames.ts";
import { createRandom } from "../random/random.ts";
import { stage } from "../stages/stage.ts";
import type { Tensor, TensorFlow, Variable } from "../tensorFlow.ts";
import type { NamedArray } from "../weights/safetensors.ts";
import { GatheredGradients } from "./gatheredGradients.ts";
import { type Losses, lossesAndGradients } from "./lossesAndGradients.ts";
import { NonFiniteLossError } from "./NonFiniteLossError.ts";
import { exportTrainingState, importTrainingState } from "./trainingState.ts";
import { WeightAverage } from "./weightAverage.ts";

export interface OptimizerConfiguration extends SgdConfiguration, LearningRateSchedule {
  /** "sgd" unless given. "adamw" takes `momentum` as its beta1. */
  optimizer?: "sgd" | "adamw";
  /** Of "adamw"; 0.999 unless given, as in torch. */
  beta2?: number;
  /** Longest gradient, as one vector over all parameters; longer ones are shortened to it. */
  gradientClipNorm: number | null;
  /** Parameters that take no gradient and no weight decay, as `matchNames` reads them; none unless given. */
  frozenParameters?: readonly string[];
  /** Decay of the running mean of the weights, which is then what is evaluated and saved; none unless given. */
  emaDecay?: number | null;
  /** The images' shorter side, drawn for each step from these; the model's own where there are none. */
  trainingMinSizesPx?: readonly number[];
}

/** Which step it is, counted from 0: it gives the learning rate and, with the seed, chooses anchors, regions and sizes. */
export interface StepKey {
  step: number;
  seed: number;
}

export interface StepResult {
  losses: Losses;
  totalLoss: number;
  learningRate: number;
  /** Before clipping; null where nothing is clipped. */
  gradientNorm: number | null;
  /** For each image of the step what its losses would be, were it alone. */
  perImageLosses: Losses[];
}

export interface TrainStep {
  /**
   * One step: losses, gradients, update.
   *
   * @throws NonFiniteLossError before any weight is touched
   */
  step(images: TrainingImage[], targets: TrainingTarget[], at: StepKey): StepResult;
  /**
   * Losses and gradients of a part of a step's images, added to those of the parts before; `finish` then takes the step. For
   * more images a step than fit into the memory at once.
   *
   * @param at `share` of the step's images that are in this part; the shares of a step add up to 1
   * @throws NonFiniteLossError of this part's images; the parts before are forgotten
   */
  addPart(images: TrainingImage[], targets: TrainingTarget[], at: StepKey & { share: number }): void;
  /** The update, by the gradients of the parts added since the last one. */
  finish(at: StepKey): StepResult;
  /** Does something with the weights to evaluate and save in the model: their average where one is kept. */
  withEvaluatedWeights<T>(work: () => Promise<T>): Promise<T>;
  /** What a resumed run needs beside the weights that `withEvaluatedWeights` shows. */
  exportState(): Map<string, NamedArray>;
  /**
   * After the model's weights were set to those of the checkpoint.
   *
   * @throws When a buffer belongs to no parameter or has another shape.
   */
  importState(arrays: ReadonlyMap<string, NamedArray>): void;
  dispose(): void;
}

/** @throws UnmatchedPatternError when a pattern of `frozenParameters` names nothing, Error when nothing is left to train */
export function createTrainStep(tf: TensorFlow, model: MaskRcnn, configuration: OptimizerConfiguration): TrainStep {
  const { emaDecay = null, trainingMinSizesPx = [] } = configuration;
  const trained = trainedParameters(model, configuration.frozenParameters ?? []);
  const optimizer = createOptimizer(tf, configuration);
  const average = emaDecay === null ? null : new WeightAverage(tf, trained, emaDecay);
  const gathered = new GatheredGradients(tf);

  const addPart: TrainStep["addPart"] = (images, targets, { step, seed, share }) => {
    try {
      const part = gathered.parts;
      const random = part === 0 ? createRandom(seed, step) : createRandom(seed, step, part);
      const minSizePx = minSizeOfStep(trainingMinSizesPx, { step, seed });
      const result = lossesAndGradients(tf, model, trained, { images, targets, random, minSizePx });
      gathered.add(result, share);
      const broken = lossNames.filter((name) => !Number.isFinite(result.losses[name]));
      if (broken.length > 0) throw new NonFiniteLossError(step, broken, result.losses, result.perImageLosses);
    } catch (error) {
      gathered.clear();
      throw error;
    }
  };

  const finish: TrainStep["finish"] = ({ step }) => {
    try {
      const { losses, perImageLosses, gradients } = gathered.result;
      const learningRate = learningRateAt(step, configuration);
      const norm = clipGradients(tf, gradients, configuration.gradientClipNorm);
      stage("update", () => {
        for (const [name, variable] of trained) {
          optimizer.apply(name, variable, gradients.get(name) ?? null, { step, learningRate });
        }
        average?.update();
      });
      const totalLoss = lossNames.reduce((sum, name) => sum + losses[name], 0);
      return { losses, totalLoss, learningRate, gradientNorm: norm, perImageLosses };
    } finally {
      gathered.clear();
    }
  };

  return {
    step: (images, targets, at) => {
      addPart(images, targets, { ...at, share: 1 });
      return finish(at);
    },
    addPart,
    finish,
    withEvaluatedWeights: async (work) => {
      average?.show();
      try {
        return await work();
      } finally {
        average?.hide();
      }
    },
    exportState: () => exportTrainingState(optimizer, average),
    importState: (arrays) => importTrainingState(arrays, model.parameters(), optimizer, average),
    dispose: () => {
      gathered.clear();
      average?.dispose();
      optimizer.dispose();
    },
  };
}

function trainedParameters(model: MaskRcnn, frozenParameters: readonly string[]): [string, Variable][] {
  const frozen = matchNames("frozenParameters", frozenParameters, model.parameters().keys());
  const trained = [...model.parameters()].filter(([name, variable]) => variable.trainable && !frozen.has(name));
  if (trained.length === 0)
    throw new Error("frozenParameters: every parameter is frozen, and nothing is left to train");
  return trained;
}

/** All images of a step are of one size: it is the step's own, and another stream than its sampling. */
function minSizeOfStep(sizesPx: readonly number[], { step, seed }: StepKey): number | undefined {
  return sizesPx[Math.floor(createRandom(seed, step, 0).uniform() * sizesPx.length)];
}

function createOptimizer(tf: TensorFlow, configuration: OptimizerConfiguration): Optimizer {
  const { optimizer = "sgd", momentum, nesterov = false, weightDecay, beta2 = 0.999 } = configuration;
  if (optimizer === "sgd") return new Sgd(tf, { momentum, nesterov, weightDecay });
  return new AdamW(tf, { beta1: momentum, beta2, eps: 1e-8, weightDecay });
}

function clipGradients(tf: TensorFlow, gradients: Map<string, Tensor>, maxNorm: number | null): number | null {
  if (maxNorm === null || gradients.size === 0) return null;
  const normScalar = gradientNorm(tf, gradients.values());
  const norm = normScalar.dataSync()[0] as number;
  normScalar.dispose();
  const factor = clipFactor(norm, maxNorm);
  if (factor < 1) {
    for (const [name, gradient] of gradients) {
      gradients.set(name, tf.mul(gradient, factor));
      gradient.dispose();
    }
  }
  return norm;
}

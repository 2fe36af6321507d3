import { type LossName, lossNames, type TrainingImage, type TrainingTarget } from "../images.ts";
import type { MaskRcnn } from "../maskRcnn.ts";
import { AdamW } from "../optimizer/adamW.ts";
import { clipFactor, gradientNorm } from "../optimizer/gradientNorm.ts";
import { type LearningRateSchedule, learningRateAt } from "../optimizer/learningRate.ts";
import type { Optimizer } from "../optimizer/optimizer.ts";
import { Sgd, type SgdConfiguration } from "../optimizer/sgd.ts";
import { matchNames } from "../parameters/matchNames.ts";
import { createRandom } from "../random/random.ts";
import type { Scalar, Tensor, TensorFlow, Variable } from "../tensorFlow.ts";
import type { NamedArray } from "../weights/safetensors.ts";
import { variableGradients } from "./variableGradients.ts";

export interface OptimizerConfiguration extends SgdConfiguration, LearningRateSchedule {
  /** "sgd" unless given. "adamw" takes `momentum` as its beta1. */
  optimizer?: "sgd" | "adamw";
  /** Of "adamw"; 0.999 unless given, as in torch. */
  beta2?: number;
  /** Longest gradient, as one vector over all parameters; longer ones are shortened to it. */
  gradientClipNorm: number | null;
  /** Parameters that take no gradient and no weight decay, as `matchNames` reads them; none unless given. */
  frozenParameters?: readonly string[];
}

export interface StepResult {
  losses: Record<LossName, number>;
  totalLoss: number;
  learningRate: number;
  /** Before clipping; null where nothing is clipped. */
  gradientNorm: number | null;
  /** For each image of the batch what its losses would be, were it alone. */
  perImageLosses: Record<LossName, number>[];
}

export interface TrainStep {
  /**
   * One step: losses, gradients, update.
   *
   * @param at The step, counted from 0, gives the learning rate; with the seed, it chooses anchors and regions.
   * @throws NonFiniteLossError before any weight is touched
   */
  step(images: TrainingImage[], targets: TrainingTarget[], at: { step: number; seed: number }): StepResult;
  /** What the optimizer remembers, "momentum.<slot>.<parameter>", in TensorFlow's layout. */
  exportState(): Map<string, NamedArray>;
  /** @throws When a buffer belongs to no parameter or has another shape. */
  importState(arrays: ReadonlyMap<string, NamedArray>): void;
  dispose(): void;
}

/** A loss became infinite or not a number; training cannot go on from it. */
export class NonFiniteLossError extends Error {
  override readonly name = "NonFiniteLossError";
  constructor(
    readonly step: number,
    readonly lossNames: LossName[],
    readonly losses: Record<LossName, number>,
  ) {
    const listed = lossNames.map((name) => `${name} = ${losses[name]}`).join(", ");
    super(`step ${step}: ${listed}. The learning rate may be too high, or the warm-up too short.`);
  }
}

/** Sets the optimizer's tensors apart from the parameters they may share a file with. */
const statePrefix = "momentum.";

/** @throws UnmatchedPatternError when a pattern of `frozenParameters` names nothing, Error when nothing is left to train */
export function createTrainStep(tf: TensorFlow, model: MaskRcnn, configuration: OptimizerConfiguration): TrainStep {
  const frozen = matchNames("frozenParameters", configuration.frozenParameters ?? [], model.parameters().keys());
  const trained = [...model.parameters()].filter(([name, variable]) => variable.trainable && !frozen.has(name));
  if (trained.length === 0)
    throw new Error("frozenParameters: every parameter is frozen, and nothing is left to train");
  const optimizer = createOptimizer(tf, configuration);

  const step: TrainStep["step"] = (images, targets, at) => {
    const { losses, perImageLosses, gradients } = lossesAndGradients(tf, model, trained, images, targets, at);
    try {
      const broken = lossNames.filter((name) => !Number.isFinite(losses[name]));
      if (broken.length > 0) throw new NonFiniteLossError(at.step, broken, losses);
      const learningRate = learningRateAt(at.step, configuration);
      const norm = clipGradients(tf, gradients, configuration.gradientClipNorm);
      for (const [name, variable] of trained) {
        optimizer.apply(name, variable, gradients.get(name) ?? null, { step: at.step, learningRate });
      }
      const totalLoss = lossNames.reduce((sum, name) => sum + losses[name], 0);
      return { losses, totalLoss, learningRate, gradientNorm: norm, perImageLosses };
    } finally {
      for (const gradient of gradients.values()) gradient.dispose();
    }
  };

  return {
    step,
    exportState: () => {
      const arrays = new Map<string, NamedArray>();
      for (const { slot, name, tensor } of optimizer.buffers()) {
        arrays.set(`${statePrefix}${slot}.${name}`, {
          shape: tensor.shape,
          values: tensor.dataSync() as Float32Array,
        });
      }
      return arrays;
    },
    importState: (arrays) => {
      for (const [key, { shape, values }] of arrays) {
        const [, slot, name] = /^momentum\.([a-z]+)\.(.+)$/.exec(key) ?? [];
        const expected = name === undefined ? undefined : model.parameters().get(name)?.shape;
        if (slot === undefined || name === undefined || expected?.join() !== shape.join()) {
          throw new Error(
            `importState: "${key}" has shape [${shape}], expected ${expected ? `[${expected}]` : "none"}`,
          );
        }
        optimizer.setBuffer(slot, name, values, shape);
      }
    },
    dispose: () => optimizer.dispose(),
  };
}

function createOptimizer(tf: TensorFlow, configuration: OptimizerConfiguration): Optimizer {
  const { optimizer = "sgd", momentum, weightDecay, beta2 = 0.999 } = configuration;
  if (optimizer === "sgd") return new Sgd(tf, { momentum, weightDecay });
  return new AdamW(tf, { beta1: momentum, beta2, eps: 1e-8, weightDecay });
}

function lossesAndGradients(
  tf: TensorFlow,
  model: MaskRcnn,
  trained: [string, Variable][],
  images: TrainingImage[],
  targets: TrainingTarget[],
  at: { step: number; seed: number },
) {
  const random = createRandom(at.seed, at.step);
  // [5, 1 + N], kept past the tape so that all losses are read back at once.
  let table: Tensor | null = null;
  const { value, gradients: found } = variableGradients(
    tf,
    () => {
      const terms = model.lossTerms(images, targets, random);
      const stacked = tf.stack(lossNames.map((name) => terms[name]));
      table = tf.keep(tf.clone(stacked));
      return tf.sum(tf.slice(stacked, [0, 0], [lossNames.length, 1])) as Scalar;
    },
    trained.map(([, variable]) => variable),
  );
  value.dispose();
  const rows = (table as unknown as Tensor).dataSync();
  (table as unknown as Tensor).dispose();
  const columns = 1 + images.length;
  const column = (index: number): Record<LossName, number> =>
    Object.fromEntries(lossNames.map((name, row) => [name, rows[row * columns + index] as number])) as Record<
      LossName,
      number
    >;
  const gradients = new Map<string, Tensor>();
  trained.forEach(([name], index) => {
    const gradient = found[index];
    if (gradient) gradients.set(name, gradient);
  });
  return { losses: column(0), perImageLosses: images.map((_, image) => column(1 + image)), gradients };
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

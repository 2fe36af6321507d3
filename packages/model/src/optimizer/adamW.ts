/** Loshchilov & Hutter 2019, "Decoupled Weight Decay Regularization"; torch.optim.AdamW. */
import type { Tensor, TensorFlow, Variable } from "../tensorFlow.ts";
import type { Optimizer } from "./optimizer.ts";
import { TensorSlot } from "./tensorSlot.ts";

export interface AdamWConfiguration {
  /** Decay rate of the gradient's running mean. */
  beta1: number;
  /** Decay rate of its square's. */
  beta2: number;
  eps: number;
  weightDecay: number;
}

/**
 * The running sums are kept without torch's factors 1 - beta, which are put into the step's two numbers instead: each
 * saves a pass over every parameter.
 */
export class AdamW implements Optimizer {
  private readonly mean: TensorSlot;
  private readonly square: TensorSlot;

  constructor(
    private readonly tf: TensorFlow,
    private readonly configuration: AdamWConfiguration,
  ) {
    this.mean = new TensorSlot(tf);
    this.square = new TensorSlot(tf);
  }

  apply(
    name: string,
    variable: Variable,
    gradient: Tensor | null,
    { step, learningRate }: { step: number; learningRate: number },
  ): void {
    const { tf } = this;
    const { beta1, beta2, eps, weightDecay } = this.configuration;
    const [mean, square] = tf.tidy(() => {
      const given = gradient ?? tf.zerosLike(variable);
      const previousMean = this.mean.get(name);
      const previousSquare = this.square.get(name);
      const nextMean = previousMean === undefined ? tf.clone(given) : tf.add(tf.mul(previousMean, beta1), given);
      const squared = tf.square(given);
      const nextSquare = previousSquare === undefined ? squared : tf.add(tf.mul(previousSquare, beta2), squared);
      // m / (1 - b1^t) / (sqrt(v / (1 - b2^t)) + eps) with m = (1 - b1) mean and v = (1 - b2) square.
      const squareScale = Math.sqrt((1 - beta2) / (1 - beta2 ** (step + 1)));
      const meanScale = (1 - beta1) / (1 - beta1 ** (step + 1));
      const direction = tf.div(nextMean, tf.add(tf.sqrt(nextSquare), eps / squareScale));
      const decayed = weightDecay === 0 ? variable : tf.mul(variable, 1 - learningRate * weightDecay);
      variable.assign(tf.sub(decayed, tf.mul(direction, (learningRate * meanScale) / squareScale)));
      return [nextMean, nextSquare] as [Tensor, Tensor];
    });
    this.mean.set(name, mean);
    this.square.set(name, square);
  }

  *buffers() {
    for (const [name, tensor] of this.mean.entries()) yield { slot: "mean", name, tensor };
    for (const [name, tensor] of this.square.entries()) yield { slot: "square", name, tensor };
  }

  setBuffer(slot: string, name: string, values: Float32Array, shape: number[]): void {
    if (slot !== "mean" && slot !== "square") {
      throw new Error(`AdamW.setBuffer: expected slot "mean" or "square", got "${slot}"`);
    }
    this[slot].set(name, this.tf.tensor(values, shape));
  }

  dispose(): void {
    this.mean.dispose();
    this.square.dispose();
  }
}

/** Loshchilov & Hutter 2019, "Decoupled Weight Decay Regularization"; torch.optim.AdamW. */
import { applyAdam } from "../ops/applyAdam.ts";
import type { Tensor, TensorFlow, Variable } from "../tensorFlow.ts";
import type { Optimizer } from "./optimizer.ts";
import { ScalarSlot } from "./scalarSlot.ts";
import { TensorSlot } from "./tensorSlot.ts";

export interface AdamWConfiguration {
  /** Decay rate of the gradient's running mean. */
  beta1: number;
  /** Decay rate of its square's. */
  beta2: number;
  eps: number;
  weightDecay: number;
}

/** The slots of checkpoints written before the moments were kept as torch has them: sums without the factors 1 - beta. */
const OLD_SLOTS = { mean: "beta1", square: "beta2" } as const;

export class AdamW implements Optimizer {
  private readonly first: TensorSlot;
  private readonly second: TensorSlot;
  private readonly scalars: ScalarSlot;

  constructor(
    private readonly tf: TensorFlow,
    private readonly configuration: AdamWConfiguration,
  ) {
    this.first = new TensorSlot(tf);
    this.second = new TensorSlot(tf);
    this.scalars = new ScalarSlot(tf);
  }

  apply(
    name: string,
    variable: Variable,
    gradient: Tensor | null,
    { step, learningRate }: { step: number; learningRate: number },
  ): void {
    const { tf, scalars } = this;
    const { beta1, beta2, eps, weightDecay } = this.configuration;
    const given = gradient ?? tf.zerosLike(variable);
    const moments = [this.first, this.second].map((slot) => slot.take(name) ?? tf.zerosLike(variable));
    const beta2Power = beta2 ** (step + 1);
    const [first, second] = applyAdam(
      tf,
      { variable, gradient: given, moments: moments as [Tensor, Tensor] },
      {
        learningRate: scalars.get("learningRate", learningRate),
        beta1: scalars.get("beta1", beta1),
        beta2: scalars.get("beta2", beta2),
        beta1Power: scalars.get("beta1Power", beta1 ** (step + 1)),
        beta2Power: scalars.get("beta2Power", beta2Power),
        eps: scalars.get("eps", eps * Math.sqrt(1 - beta2Power)),
        decay: scalars.get("decay", 1 - learningRate * weightDecay),
      },
    );
    this.first.set(name, first);
    this.second.set(name, second);
    if (gradient === null) given.dispose();
  }

  *buffers() {
    for (const [name, tensor] of this.first.entries()) yield { slot: "first", name, tensor };
    for (const [name, tensor] of this.second.entries()) yield { slot: "second", name, tensor };
  }

  setBuffer(slot: string, name: string, values: Float32Array, shape: number[]): void {
    if (slot === "first" || slot === "second") {
      this[slot].set(name, this.tf.tensor(values, shape));
      return;
    }
    if (slot !== "mean" && slot !== "square") {
      throw new Error(`AdamW.setBuffer: expected slot "first" or "second", got "${slot}"`);
    }
    const factor = 1 - this.configuration[OLD_SLOTS[slot]];
    const scaled = this.tf.tensor(
      values.map((value) => value * factor),
      shape,
    );
    this[slot === "mean" ? "first" : "second"].set(name, scaled);
  }

  dispose(): void {
    this.first.dispose();
    this.second.dispose();
    this.scalars.dispose();
  }
}

/** Polyak & Juditsky 1992; torch.optim.swa_utils.AveragedModel with get_ema_multi_avg_fn. */
import { TensorSlot } from "../optimizer/tensorSlot.ts";
import type { Tensor, TensorFlow, Variable } from "../tensorFlow.ts";

/**
 * The running mean of the trained weights: after the first step the weights themselves, then decay * mean + (1 - decay) *
 * weights. It is what is evaluated and saved; the weights that train come back afterwards.
 */
export class WeightAverage {
  private readonly mean: TensorSlot;
  /** The training weights while the mean stands in their place. */
  private aside: Map<string, Tensor> | null = null;

  constructor(
    private readonly tf: TensorFlow,
    private readonly trained: readonly [string, Variable][],
    private readonly decay: number,
  ) {
    this.mean = new TensorSlot(tf);
  }

  update(): void {
    if (this.aside) throw new Error("WeightAverage.update: expected the training weights in place, got the mean");
    const { tf, decay } = this;
    for (const [name, variable] of this.trained) {
      const before = this.mean.get(name);
      const next = tf.tidy(() =>
        before === undefined ? tf.clone(variable) : tf.add(before, tf.mul(tf.sub(variable, before), 1 - decay)),
      );
      this.mean.set(name, next);
    }
  }

  /** Puts the mean in the weights' place. Nothing happens before the first update. */
  show(): void {
    if (this.aside) throw new Error("WeightAverage.show: the mean is in place already");
    this.aside = new Map();
    for (const [name, variable] of this.trained) {
      const mean = this.mean.get(name);
      if (mean === undefined) continue;
      this.aside.set(name, this.tf.keep(this.tf.clone(variable)));
      variable.assign(mean);
    }
  }

  /** Puts the weights that train back. */
  hide(): void {
    if (!this.aside) throw new Error("WeightAverage.hide: the mean is not in place");
    for (const [name, variable] of this.trained) {
      const weights = this.aside.get(name);
      if (weights === undefined) continue;
      variable.assign(weights);
      weights.dispose();
    }
    this.aside = null;
  }

  /** The weights that train, for a checkpoint whose weights are the mean. None before the first update. */
  *trainedWeights(): Generator<[string, Tensor]> {
    for (const [name, variable] of this.trained) {
      if (this.mean.get(name) !== undefined) yield [name, this.aside?.get(name) ?? variable];
    }
  }

  /** Undoes what a checkpoint did: the model's weights are the mean, `values` those that train. */
  resume(name: string, values: Float32Array): void {
    const variable = this.trained.find(([trained]) => trained === name)?.[1];
    if (!variable) throw new Error(`WeightAverage.resume: expected a trained parameter, got "${name}"`);
    this.mean.set(name, this.tf.clone(variable));
    const weights = this.tf.tensor(values, variable.shape);
    variable.assign(weights);
    weights.dispose();
  }

  dispose(): void {
    if (this.aside) this.hide();
    this.mean.dispose();
  }
}

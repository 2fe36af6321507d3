/** torch.optim.SGD. */
import type { Tensor, TensorFlow, Variable } from "../tensorFlow.ts";
import type { Optimizer } from "./optimizer.ts";
import { TensorSlot } from "./tensorSlot.ts";

export interface SgdConfiguration {
  momentum: number;
  weightDecay: number;
}

/**
 * Stochastic gradient descent with momentum, in torch's order: the weight decay joins the gradient before the momentum
 * does, and the first step's momentum is the gradient itself.
 */
export class Sgd implements Optimizer {
  private readonly momentum: TensorSlot;

  constructor(
    private readonly tf: TensorFlow,
    private readonly configuration: SgdConfiguration,
  ) {
    this.momentum = new TensorSlot(tf);
  }

  apply(name: string, variable: Variable, gradient: Tensor | null, { learningRate }: { learningRate: number }): void {
    const { tf } = this;
    const { momentum, weightDecay } = this.configuration;
    const previous = this.momentum.get(name);
    const next = tf.tidy(() => {
      const terms: Tensor[] = [];
      if (previous !== undefined) terms.push(tf.mul(previous, momentum));
      if (gradient !== null) terms.push(gradient);
      if (weightDecay !== 0) terms.push(tf.mul(variable, weightDecay));
      const direction = terms.length > 0 ? tf.addN(terms) : tf.zerosLike(variable);
      variable.assign(tf.sub(variable, tf.mul(direction, learningRate)));
      return direction;
    });
    if (momentum === 0) next.dispose();
    else this.momentum.set(name, next);
  }

  *buffers() {
    for (const [name, tensor] of this.momentum.entries()) yield { slot: "momentum", name, tensor };
  }

  setBuffer(slot: string, name: string, values: Float32Array, shape: number[]): void {
    if (slot !== "momentum") throw new Error(`Sgd.setBuffer: expected slot "momentum", got "${slot}"`);
    this.momentum.set(name, this.tf.tensor(values, shape));
  }

  dispose(): void {
    this.momentum.dispose();
  }
}

/** torch.optim.SGD. */
import { applyMomentum } from "../ops/applyMomentum.ts";
import type { Tensor, TensorFlow, Variable } from "../tensorFlow.ts";
import type { Optimizer } from "./optimizer.ts";
import { ScalarSlot } from "./scalarSlot.ts";
import { TensorSlot } from "./tensorSlot.ts";

export interface SgdConfiguration {
  momentum: number;
  /** Steps along the gradient as it will be after the momentum's next share (Sutskever et al. 2013); false unless given. */
  nesterov?: boolean;
  weightDecay: number;
}

/**
 * Stochastic gradient descent with momentum, in torch's order: the weight decay joins the gradient before the momentum
 * does, and the first step's momentum is the gradient itself.
 */
export class Sgd implements Optimizer {
  private readonly momentum: TensorSlot;
  private readonly scalars: ScalarSlot;

  constructor(
    private readonly tf: TensorFlow,
    private readonly configuration: SgdConfiguration,
  ) {
    this.momentum = new TensorSlot(tf);
    this.scalars = new ScalarSlot(tf);
  }

  apply(name: string, variable: Variable, gradient: Tensor | null, { learningRate }: { learningRate: number }): void {
    const { tf } = this;
    const { momentum, nesterov = false, weightDecay } = this.configuration;
    const given = gradient ?? tf.zerosLike(variable);
    if (momentum === 0) {
      tf.tidy(() => {
        const direction = weightDecay === 0 ? given : tf.add(given, tf.mul(variable, weightDecay));
        variable.assign(tf.sub(variable, tf.mul(direction, learningRate)));
      });
    } else {
      const buffer = this.momentum.take(name) ?? tf.zerosLike(variable);
      const { scalars } = this;
      const settings = {
        learningRate: scalars.get("learningRate", learningRate),
        momentum: scalars.get("momentum", momentum),
        nesterov,
        decay: weightDecay === 0 ? null : scalars.get("decay", nesterov ? weightDecay : -weightDecay / momentum),
      };
      this.momentum.set(name, applyMomentum(tf, { variable, gradient: given, buffer }, settings));
    }
    if (gradient === null) given.dispose();
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
    this.scalars.dispose();
  }
}

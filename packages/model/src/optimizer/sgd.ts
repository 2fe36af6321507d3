/** torch.optim.SGD. */
import type { Tensor, TensorFlow, Variable } from "../tensorFlow.ts";

export interface SgdConfiguration {
  momentum: number;
  weightDecay: number;
}

/**
 * Stochastic gradient descent with momentum, in torch's order: the weight decay joins the gradient before the momentum
 * does, and the first step's momentum is the gradient itself.
 */
export class Sgd {
  /** Momentum buffers by parameter name; absent until the parameter's first step. */
  private readonly buffers = new Map<string, Tensor>();

  constructor(
    private readonly tf: TensorFlow,
    private readonly configuration: SgdConfiguration,
  ) {}

  /** Changes the variable. A missing gradient counts as zero: a head without samples still decays. */
  apply(name: string, variable: Variable, gradient: Tensor | null, learningRate: number): void {
    const { tf } = this;
    const { momentum, weightDecay } = this.configuration;
    const previous = this.buffers.get(name);
    const next = tf.tidy(() => {
      const terms: Tensor[] = [];
      if (previous !== undefined) terms.push(tf.mul(previous, momentum));
      if (gradient !== null) terms.push(gradient);
      if (weightDecay !== 0) terms.push(tf.mul(variable, weightDecay));
      const direction = terms.length > 0 ? tf.addN(terms) : tf.zerosLike(variable);
      variable.assign(tf.sub(variable, tf.mul(direction, learningRate)));
      return direction;
    });
    if (momentum === 0) {
      next.dispose();
      return;
    }
    previous?.dispose();
    this.buffers.set(name, tf.keep(next));
  }

  momentumBuffers(): ReadonlyMap<string, Tensor> {
    return this.buffers;
  }

  setMomentumBuffer(name: string, values: Float32Array, shape: number[]): void {
    this.buffers.get(name)?.dispose();
    this.buffers.set(name, this.tf.keep(this.tf.tensor(values, shape)));
  }

  dispose(): void {
    for (const buffer of this.buffers.values()) buffer.dispose();
    this.buffers.clear();
  }
}

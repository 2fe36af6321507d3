import type { Tensor, TensorFlow, Variable } from "../tensorFlow.ts";
import { runNativeOpOutputs } from "./nativeOps.ts";
import { beginResource, endResource } from "./temporaryResource.ts";

/** What is the same for every parameter of a step, as scalars: on a GPU each new one waits for its transfer. */
export interface AdamStep {
  learningRate: Tensor;
  beta1: Tensor;
  beta2: Tensor;
  /** To the power of the steps so far, this one included. */
  beta1Power: Tensor;
  beta2Power: Tensor;
  /** What is added to the root of the second moment before it is corrected: torch's eps * sqrt(1 - beta2^t). */
  eps: Tensor;
  /** What the weight is multiplied with before: 1 - learning rate * weight decay. */
  decay: Tensor;
}

/**
 * One step of torch.optim.AdamW by TensorFlow's own kernel, in one pass over the parameter where tfjs ops made twelve.
 *
 * @param moments Running means of the gradient and of its square after the step before, zeros at first; are taken over.
 * @returns Both after this step
 */
export function applyAdam(
  tf: TensorFlow,
  { variable, gradient, moments }: { variable: Variable; gradient: Tensor; moments: readonly [Tensor, Tensor] },
  { learningRate, beta1, beta2, beta1Power, beta2Power, eps, decay }: AdamStep,
): [Tensor, Tensor] {
  return tf.tidy(() => {
    const [first, second] = moments.map((moment, index) => beginResource(tf, `moment${index}`, moment)) as [
      Tensor,
      Tensor,
    ];
    const decayed = tf.mul(variable, decay) as Tensor;
    const weight = beginResource(tf, "weight", decayed);
    // Nothing else holds these now, so that the kernel need not copy them.
    for (const tensor of [...moments, decayed]) tensor.dispose();
    const inputs = [weight, first, second, beta1Power, beta2Power, learningRate, beta1, beta2, eps, gradient];
    runNativeOpOutputs(tf, "ResourceApplyAdam", inputs, attributes, 0);
    variable.assign(endResource(tf, weight));
    return [endResource(tf, first), endResource(tf, second)];
  });
}

const attributes = { T: { type: "float32" }, use_locking: { bool: false }, use_nesterov: { bool: false } } as const;

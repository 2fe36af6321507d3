import type { Tensor, TensorFlow, Variable } from "../tensorFlow.ts";
import { runNativeOpOutputs } from "./nativeOps.ts";
import { beginResource, endResource } from "./temporaryResource.ts";

/** What is the same for every parameter of a step. As tensors, since on a GPU each new one waits for its transfer. */
export interface MomentumStep {
  learningRate: Tensor;
  /** Above 0. */
  momentum: Tensor;
  nesterov: boolean;
  /** Null for none. Where `nesterov`, the decay d itself; otherwise -d / momentum. */
  decay: Tensor | null;
}

/**
 * One step of torch.optim.SGD with momentum by TensorFlow's own kernels, which change a resource variable in place: such
 * variables are made for the time of the call, since everything else here works on tensors. The same in tfjs ops made five
 * copies of every parameter and took three times as long.
 *
 * @param buffer The momentum after the step before, zeros at first; is taken over.
 * @returns The momentum after this step
 */
export function applyMomentum(
  tf: TensorFlow,
  { variable, gradient, buffer }: { variable: Variable; gradient: Tensor; buffer: Tensor },
  { learningRate, momentum, nesterov, decay }: MomentumStep,
): Tensor {
  return tf.tidy(() => {
    const accumulated = beginResource(tf, "momentum", buffer);
    const weight = beginResource(tf, "weight", variable);
    // Nothing else holds the momentum now, so that the kernels need not copy it.
    buffer.dispose();
    let direction = gradient;
    if (decay !== null && nesterov) direction = tf.add(gradient, tf.mul(variable, decay));
    if (decay !== null && !nesterov) {
      // v' = m v + g + d w as m (v + (d / m) w) + g: the decay joins the momentum without a copy of the gradient.
      const inputs = [accumulated, decay, variable];
      runNativeOpOutputs(tf, "ResourceApplyGradientDescent", inputs, float, 0);
    }
    const inputs = [weight, accumulated, learningRate, direction, momentum];
    runNativeOpOutputs(tf, "ResourceApplyMomentum", inputs, { ...float, use_nesterov: { bool: nesterov } }, 0);
    variable.assign(endResource(tf, weight));
    return endResource(tf, accumulated);
  });
}

const float = { T: { type: "float32" }, use_locking: { bool: false } } as const;

import type { Tensor, TensorFlow } from "../tensorFlow.ts";

const kernelName = "MaskyardWithoutGradient";
const registered = new WeakSet<object>();

/**
 * torch.no_grad: what `work` computes is a constant to the gradient, and its own intermediate results are freed at its end
 * instead of being kept for a gradient that nobody asks for.
 */
export function withoutGradient<T extends Tensor | Tensor[]>(tf: TensorFlow, work: () => T): T {
  if (!registered.has(tf)) {
    registered.add(tf);
    // Within a kernel tfjs records nothing.
    tf.registerKernel({
      kernelName,
      backendName: "tensorflow",
      kernelFunc: ({ attrs }) => tf.tidy((attrs as unknown as { work: () => Tensor | Tensor[] }).work),
    });
  }
  return tf.engine().runKernel(kernelName, {}, { work } as never) as T;
}

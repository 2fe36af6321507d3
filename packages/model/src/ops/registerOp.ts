import type { Tensor, TensorFlow } from "../tensorFlow.ts";

export interface OpDefinition<Inputs extends Record<string, Tensor>, Attributes extends object> {
  name: string;
  /** What the gradient needs kept from the forward pass. */
  saved: { inputs: (keyof Inputs & string)[]; output?: boolean };
  forward: (tf: TensorFlow, inputs: Inputs, attributes: Attributes) => Tensor;
  /**
   * One lazy gradient for each input: only those whose input depends on a trained variable are called.
   * `saved` holds the saved inputs in their order, then the output.
   */
  backward: (
    tf: TensorFlow,
    outputGradient: Tensor,
    saved: Tensor[],
    attributes: Attributes,
  ) => Record<keyof Inputs & string, () => Tensor>;
}

const registered = new WeakMap<object, Set<string>>();

/**
 * Adds an op with its own gradient to tfjs as a kernel of the native backend and returns the function that runs it.
 * tfjs' `customGrad` would do too, but it computes the gradients of all inputs, the image's pixels included.
 */
export function defineOp<Inputs extends Record<string, Tensor>, Attributes extends object>(
  definition: OpDefinition<Inputs, Attributes>,
): (tf: TensorFlow, inputs: Inputs, attributes: Attributes) => Tensor {
  return (tf, inputs, attributes) => {
    ensureRegistered(tf, definition);
    return tf.engine().runKernel(definition.name, inputs, attributes as never) as Tensor;
  };
}

function ensureRegistered<Inputs extends Record<string, Tensor>, Attributes extends object>(
  tf: TensorFlow,
  definition: OpDefinition<Inputs, Attributes>,
): void {
  let names = registered.get(tf);
  if (names === undefined) {
    names = new Set();
    registered.set(tf, names);
  }
  if (names.has(definition.name)) return;
  names.add(definition.name);
  tf.registerKernel({
    kernelName: definition.name,
    backendName: "tensorflow",
    // A registered kernel cleans up after itself: tidy disposes whatever it made besides its output.
    kernelFunc: ({ inputs, attrs }) =>
      tf.tidy(() => definition.forward(tf, inputs as unknown as Inputs, attrs as unknown as Attributes)),
  });
  tf.registerGradient({
    kernelName: definition.name,
    inputsToSave: definition.saved.inputs,
    outputsToSave: [definition.saved.output === true],
    gradFunc: (outputGradient, saved, attrs) =>
      definition.backward(tf, outputGradient as Tensor, saved, attrs as unknown as Attributes),
  });
}

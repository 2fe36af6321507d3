import type { Tensor, Tensor4D, TensorFlow } from "../tensorFlow.ts";
import { type OpAttribute, runNativeOp } from "./nativeOps.ts";
import { defineOp } from "./registerOp.ts";

interface PoolAttributes {
  kernel: number;
  stride: number;
  padPx: number;
}

/** torch.nn.MaxPool2d on NHWC: what it pads with never wins. */
export function maxPool(tf: TensorFlow, x: Tensor4D, attributes: PoolAttributes): Tensor4D {
  return op(tf, { x }, attributes) as Tensor4D;
}

const op = defineOp<{ x: Tensor }, PoolAttributes>({
  name: "MaskyardMaxPool",
  saved: { inputs: ["x"], output: true },
  forward: (tf, { x }, attributes) => runNativeOp(tf, "MaxPool", [x], kernelAttributes(attributes)),
  backward: (tf, outputGradient, saved, attributes) => {
    const [x, output] = saved as [Tensor, Tensor];
    return { x: () => runNativeOp(tf, "MaxPoolGrad", [x, output, outputGradient], kernelAttributes(attributes)) };
  },
});

function kernelAttributes({ kernel, stride, padPx }: PoolAttributes): Record<string, OpAttribute> {
  return {
    T: { type: "float32" },
    ksize: { int: [1, kernel, kernel, 1] },
    strides: { int: [1, stride, stride, 1] },
    padding: { text: padPx === 0 ? "VALID" : "EXPLICIT" },
    explicit_paddings: { int: padPx === 0 ? [] : [0, 0, padPx, padPx, padPx, padPx, 0, 0] },
    data_format: { text: "NHWC" },
  };
}

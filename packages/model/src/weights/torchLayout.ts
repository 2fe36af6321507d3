import type { ParameterSpec } from "../parameters/parameterSpec.ts";

/**
 * How a parameter lies in a PyTorch file: its shape there, and for each of PyTorch's axes in order the axis of the
 * working tensor it is. The working tensor is TensorFlow's, split where one of its axes stands for several.
 */
interface AxisPlan {
  torchShape: number[];
  splitShape: number[];
  /** torch axis -> axis of `splitShape` */
  axes: number[];
}

function axisPlan({ shape, layout, flattened }: ParameterSpec): AxisPlan {
  if (layout === "vector") return { torchShape: shape, splitShape: shape, axes: [0] };
  if (layout === "convolution") {
    const [kernelHeight, kernelWidth, inputs, outputs] = shape as [number, number, number, number];
    return { torchShape: [outputs, inputs, kernelHeight, kernelWidth], splitShape: shape, axes: [3, 2, 0, 1] };
  }
  if (layout === "deconvolution") {
    const [inputs, blocks] = shape as [number, number];
    const outputs = blocks / 4;
    return { torchShape: [inputs, outputs, 2, 2], splitShape: [inputs, 2, 2, outputs], axes: [0, 3, 1, 2] };
  }
  const [inputs, outputs] = shape as [number, number];
  if (flattened === undefined) return { torchShape: [outputs, inputs], splitShape: shape, axes: [1, 0] };
  // Inputs run over rows, columns, channels here and over channels, rows, columns in PyTorch.
  const { size, channels } = flattened;
  return { torchShape: [outputs, inputs], splitShape: [size, size, channels, outputs], axes: [3, 2, 0, 1] };
}

export function torchShape(spec: ParameterSpec): number[] {
  return axisPlan(spec).torchShape;
}

/** Values in TensorFlow's layout -> PyTorch's. */
export function toTorchLayout(spec: ParameterSpec, values: Float32Array): Float32Array {
  const { splitShape, axes } = axisPlan(spec);
  return permute(values, splitShape, axes);
}

/** Values in PyTorch's layout -> TensorFlow's. */
export function fromTorchLayout(spec: ParameterSpec, values: Float32Array): Float32Array {
  const { splitShape, axes } = axisPlan(spec);
  const torchSplit = axes.map((axis) => splitShape[axis] as number);
  const inverse = axes.map((_, axis) => axes.indexOf(axis));
  return permute(values, torchSplit, inverse);
}

/** `result[i0, i1, ...]` is the value whose index along axis `axes[k]` is `ik`. */
function permute(values: Float32Array, shape: number[], axes: number[]): Float32Array {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
  const sizes = axes.map((axis) => shape[axis] as number);
  const steps = axes.map((axis) => strides[axis] as number);
  while (sizes.length < 4) {
    sizes.unshift(1);
    steps.unshift(0);
  }
  const [size0, size1, size2, size3] = sizes as [number, number, number, number];
  const [step0, step1, step2, step3] = steps as [number, number, number, number];
  const result = new Float32Array(values.length);
  let position = 0;
  for (let i0 = 0; i0 < size0; i0++) {
    for (let i1 = 0; i1 < size1; i1++) {
      for (let i2 = 0; i2 < size2; i2++) {
        let source = i0 * step0 + i1 * step1 + i2 * step2;
        for (let i3 = 0; i3 < size3; i3++, source += step3) result[position++] = values[source] as number;
      }
    }
  }
  return result;
}

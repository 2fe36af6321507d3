/**
 * One named tensor of a model, under torchvision's name.
 *
 * `shape` is TensorFlow's: convolutions `[KH, KW, I, O]`, linear layers `[I, O]`. `layout` says how it lies in a PyTorch file.
 */
export interface ParameterSpec {
  name: string;
  shape: number[];
  layout: ParameterLayout;
  initial: Initializer;
  /** False for the statistics of frozen norms: PyTorch's buffers. */
  trainable: boolean;
  /** A linear layer after a flattened `[C, S, S]` feature: PyTorch orders its inputs by channel first, NHWC by channel last. */
  flattened?: { channels: number; size: number };
}

export type ParameterLayout =
  /** `[O, I, KH, KW]` in PyTorch. */
  | "convolution"
  /** PyTorch's ConvTranspose2d `[I, O, KH, KW]`; here `[I, KH * KW * O]`, a plain matrix (stride equals the kernel). */
  | "deconvolution"
  /** `[O, I]` in PyTorch. */
  | "linear"
  | "vector";

/** Named as in torch.nn.init. Bounds and deviations are worked out where the parameter is declared. */
export type Initializer =
  | { kind: "constant"; value: number }
  | { kind: "normal"; deviation: number }
  | { kind: "uniform"; bound: number };

export const zeros: Initializer = { kind: "constant", value: 0 };
export const ones: Initializer = { kind: "constant", value: 1 };

/** torch.nn.init.kaiming_normal_(mode="fan_out", nonlinearity="relu"). */
export function kaimingNormal(fanOut: number): Initializer {
  return { kind: "normal", deviation: Math.sqrt(2 / fanOut) };
}

/** torch.nn.init.kaiming_uniform_(a=1): the feature pyramid's convolutions. */
export function kaimingUniform(fanIn: number): Initializer {
  return { kind: "uniform", bound: Math.sqrt(3 / fanIn) };
}

/** The default of torch.nn.Linear and Conv2d for weights and biases alike: uniform in +-1/sqrt(fan in). */
export function torchDefault(fanIn: number): Initializer {
  return { kind: "uniform", bound: 1 / Math.sqrt(fanIn) };
}

export function convolution(
  name: string,
  kernel: number,
  inputs: number,
  outputs: number,
  initial: Initializer,
): ParameterSpec {
  return { name, shape: [kernel, kernel, inputs, outputs], layout: "convolution", initial, trainable: true };
}

export function vector(name: string, size: number, initial: Initializer, trainable = true): ParameterSpec {
  return { name, shape: [size], layout: "vector", initial, trainable };
}

export function linear(name: string, inputs: number, outputs: number, initial: Initializer): ParameterSpec {
  return { name, shape: [inputs, outputs], layout: "linear", initial, trainable: true };
}

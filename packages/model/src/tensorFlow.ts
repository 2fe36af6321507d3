import type * as tensorflow from "@tensorflow/tfjs-node-gpu";

/** The loaded TensorFlow module, as `loadEngine` returns it. Passed in, so that nothing here loads a native library by being imported. */
export type TensorFlow = typeof tensorflow;
export type Tensor = tensorflow.Tensor;
export type Tensor1D = tensorflow.Tensor1D;
export type Tensor2D = tensorflow.Tensor2D;
export type Tensor3D = tensorflow.Tensor3D;
export type Tensor4D = tensorflow.Tensor4D;
export type Scalar = tensorflow.Scalar;
export type Variable = tensorflow.Variable;

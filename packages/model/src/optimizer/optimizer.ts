import type { Tensor, Variable } from "../tensorFlow.ts";

/** Changes variables by their gradients, and keeps what it must remember between steps by parameter. */
export interface Optimizer {
  /**
   * Changes the variable.
   *
   * @param gradient Null counts as zero: a head without samples still decays.
   * @param step Counted from 0.
   */
  apply(name: string, variable: Variable, gradient: Tensor | null, at: { step: number; learningRate: number }): void;
  /** What is remembered, by slot ("momentum", ...) and parameter. */
  buffers(): Iterable<{ slot: string; name: string; tensor: Tensor }>;
  /** @throws When there is no such slot. */
  setBuffer(slot: string, name: string, values: Float32Array, shape: number[]): void;
  dispose(): void;
}

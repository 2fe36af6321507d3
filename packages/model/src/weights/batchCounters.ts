import type { NamedArray } from "./safetensors.ts";

const suffix = ".num_batches_tracked";

/** torch.nn.BatchNorm2d's buffer that counts the batches its running statistics have seen; FrozenBatchNorm2d has none. */
export function isBatchCounter(name: string): boolean {
  return name.endsWith(suffix);
}

/**
 * The counter that goes with a norm's running variance, without which Python refuses the file under strict=True.
 *
 * @param runningVariance ends in ".running_var"
 */
export function batchCounter(runningVariance: string): [name: string, array: NamedArray] {
  // Not counted: torch reads it only where `momentum` is None, and torchvision's norms have 0.1.
  const array: NamedArray = { shape: [], values: Float32Array.of(0), storedAs: "I64" };
  return [runningVariance.replace(/\.running_var$/, suffix), array];
}

import type { Tensor, TensorFlow } from "../tensorFlow.ts";

/** Numbers as tensors, kept by name until they change: hundreds of updates in a step use the same few. */
export class ScalarSlot {
  private readonly kept = new Map<string, { value: number; tensor: Tensor }>();

  constructor(private readonly tf: TensorFlow) {}

  get(name: string, value: number): Tensor {
    const known = this.kept.get(name);
    if (known?.value === value) return known.tensor;
    known?.tensor.dispose();
    const tensor = this.tf.keep(this.tf.scalar(value));
    this.kept.set(name, { value, tensor });
    return tensor;
  }

  dispose(): void {
    for (const { tensor } of this.kept.values()) tensor.dispose();
    this.kept.clear();
  }
}

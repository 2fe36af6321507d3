import type { Tensor, TensorFlow } from "../tensorFlow.ts";

/** One remembered tensor for each parameter. */
export class TensorSlot {
  private readonly tensors = new Map<string, Tensor>();

  constructor(private readonly tf: TensorFlow) {}

  get(name: string): Tensor | undefined {
    return this.tensors.get(name);
  }

  /** Hands the tensor over to the caller. */
  take(name: string): Tensor | undefined {
    const tensor = this.tensors.get(name);
    this.tensors.delete(name);
    return tensor;
  }

  /** Takes the tensor over and disposes the one it follows. */
  set(name: string, tensor: Tensor): void {
    this.tensors.get(name)?.dispose();
    this.tensors.set(name, this.tf.keep(tensor));
  }

  entries(): IterableIterator<[string, Tensor]> {
    return this.tensors.entries();
  }

  dispose(): void {
    for (const tensor of this.tensors.values()) tensor.dispose();
    this.tensors.clear();
  }
}

import type { Tensor, TensorFlow } from "../tensorFlow.ts";

/** What was computed from parameters, by name, kept from one use to the next for as long as these parameters stay what they were. */
export class DerivedTensors {
  private readonly kept = new Map<string, { tensors: Record<string, Tensor>; sources: object[] }>();

  /**
   * @param sources What they are computed from; an assignment to any of them makes them be computed anew.
   * @param derive Called when they are not known yet, or no longer right.
   */
  get<Key extends string>(
    tf: TensorFlow,
    name: string,
    sources: readonly Tensor[],
    derive: () => Record<Key, Tensor>,
  ): Record<Key, Tensor> {
    const known = this.kept.get(name);
    // A variable gets another data id with every assignment.
    if (known?.sources.every((source, index) => source === sources[index]?.dataId)) return known.tensors;
    this.forget(name);
    const tensors = tf.tidy(() => derive());
    for (const tensor of Object.values<Tensor>(tensors)) tf.keep(tensor);
    this.kept.set(name, { tensors, sources: sources.map(({ dataId }) => dataId) });
    return tensors;
  }

  clear(): void {
    for (const name of [...this.kept.keys()]) this.forget(name);
  }

  private forget(name: string): void {
    for (const tensor of Object.values(this.kept.get(name)?.tensors ?? {})) tensor.dispose();
    this.kept.delete(name);
  }
}

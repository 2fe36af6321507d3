import type { Tensor, TensorFlow } from "../tensorFlow.ts";

export interface FoldedFilter {
  filter: Tensor;
  bias: Tensor;
}

/**
 * Frozen norms folded into the filters before them, kept from one detection to the next: for a ResNet50 90 MiB, which training
 * does without.
 */
export class FoldedFilters {
  private readonly kept = new Map<string, FoldedFilter & { sources: object[] }>();

  /**
   * @param sources What is folded; an assignment to any of them makes it be folded anew.
   * @param fold Called when it is not known yet, or no longer right.
   */
  get(tf: TensorFlow, name: string, sources: readonly Tensor[], fold: () => FoldedFilter): FoldedFilter {
    const known = this.kept.get(name);
    // A variable gets another data id with every assignment.
    if (known?.sources.every((source, index) => source === sources[index]?.dataId)) return known;
    this.forget(name);
    const { filter, bias } = tf.tidy(() => ({ ...fold() }));
    const folded = { filter: tf.keep(filter), bias: tf.keep(bias), sources: sources.map(({ dataId }) => dataId) };
    this.kept.set(name, folded);
    return folded;
  }

  clear(): void {
    for (const name of [...this.kept.keys()]) this.forget(name);
  }

  private forget(name: string): void {
    const known = this.kept.get(name);
    known?.filter.dispose();
    known?.bias.dispose();
    this.kept.delete(name);
  }
}

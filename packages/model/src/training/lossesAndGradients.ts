import { type LossName, lossNames, type TrainingImage, type TrainingTarget } from "../images/images.ts";
import type { MaskRcnn } from "../maskRcnn.ts";
import type { Random } from "../random/random.ts";
import type { Scalar, Tensor, TensorFlow, Variable } from "../tensorFlow.ts";
import { variableGradients } from "./variableGradients.ts";

export type Losses = Record<LossName, number>;

export interface LossesAndGradients {
  losses: Losses;
  /** For each image what its losses would be, were it alone. */
  perImageLosses: Losses[];
  /** By parameter; none where the losses do not depend on it. The caller disposes them. */
  gradients: Map<string, Tensor>;
}

/** The losses of a batch, read back at once, and the gradients of their sum. */
export function lossesAndGradients(
  tf: TensorFlow,
  model: MaskRcnn,
  trained: readonly [string, Variable][],
  batch: { images: TrainingImage[]; targets: TrainingTarget[]; random: Random; minSizePx: number | undefined },
): LossesAndGradients {
  const { images, targets, random, minSizePx } = batch;
  // [5, 1 + N], kept past the tape so that all losses are read back at once.
  let table: Tensor | null = null;
  const { value, gradients: found } = variableGradients(
    tf,
    () => {
      const terms = model.lossTerms(images, targets, random, minSizePx);
      const stacked = tf.stack(lossNames.map((name) => terms[name]));
      table = tf.keep(tf.clone(stacked));
      return tf.sum(tf.slice(stacked, [0, 0], [lossNames.length, 1])) as Scalar;
    },
    trained.map(([, variable]) => variable),
  );
  value.dispose();
  const rows = (table as unknown as Tensor).dataSync();
  (table as unknown as Tensor).dispose();
  const columns = 1 + images.length;
  const column = (index: number): Losses =>
    Object.fromEntries(lossNames.map((name, row) => [name, rows[row * columns + index] as number])) as Losses;
  const gradients = new Map<string, Tensor>();
  trained.forEach(([name], index) => {
    const gradient = found[index];
    if (gradient) gradients.set(name, gradient);
  });
  return { losses: column(0), perImageLosses: images.map((_, image) => column(1 + image)), gradients };
}

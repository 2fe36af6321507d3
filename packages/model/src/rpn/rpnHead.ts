/** torchvision/models/detection/rpn.py: RPNHead. Shape letters: N images, H, W cells, C channels, A anchors a cell. */

import { concatRows } from "../ops/concatRows.ts";
import { conv2d } from "../ops/conv2d.ts";
import { gatherRows } from "../ops/gatherRows.ts";
import { linear } from "../ops/linear.ts";
import { gatherNeighbourhoods } from "../ops/neighbourhoods.ts";
import { reshape } from "../ops/reshape.ts";
import { withoutGradient } from "../ops/withoutGradient.ts";
import { convolution, type ParameterSpec, vector, zeros } from "../parameters/parameterSpec.ts";
import type { Parameters } from "../parameters/parameters.ts";
import type { Tensor, Tensor2D, Tensor4D, TensorFlow } from "../tensorFlow.ts";

const prefix = "rpn.head";

export function rpnHeadParameters(channels: number, anchorsPerCell: number): ParameterSpec[] {
  const initial = { kind: "normal", deviation: 0.01 } as const;
  return [
    convolution(`${prefix}.conv.0.0.weight`, 3, channels, channels, initial),
    vector(`${prefix}.conv.0.0.bias`, channels, zeros),
    convolution(`${prefix}.cls_logits.weight`, 1, channels, anchorsPerCell, initial),
    vector(`${prefix}.cls_logits.bias`, anchorsPerCell, zeros),
    convolution(`${prefix}.bbox_pred.weight`, 1, channels, anchorsPerCell * 4, initial),
    vector(`${prefix}.bbox_pred.bias`, anchorsPerCell * 4, zeros),
  ];
}

/** What the head says of every anchor of one level, read back from TensorFlow. */
export interface LevelPrediction {
  heightCells: number;
  widthCells: number;
  /** `[N, H * W * A]` */
  objectnessLogits: Float32Array;
  /** `[N, H * W * A, 4]` */
  deltas: Float32Array;
}

/** Runs the head over whole levels, for the proposals: nothing here is differentiated, as proposals are constants. */
export function predictLevel(tf: TensorFlow, features: Tensor4D, parameters: Parameters): LevelPrediction {
  const [, heightCells, widthCells] = features.shape;
  const [objectness, deltas] = withoutGradient(tf, () => {
    const hidden = conv2d(tf, features, parameters.get(`${prefix}.conv.0.0.weight`), {
      padPx: 1,
      bias: parameters.get(`${prefix}.conv.0.0.bias`),
      relu: true,
    });
    return ["cls_logits", "bbox_pred"].map((name) =>
      conv2d(tf, hidden, parameters.get(`${prefix}.${name}.weight`), {
        bias: parameters.get(`${prefix}.${name}.bias`),
      }),
    );
  }) as [Tensor4D, Tensor4D];
  const prediction = {
    heightCells,
    widthCells,
    objectnessLogits: objectness.dataSync() as Float32Array,
    deltas: deltas.dataSync() as Float32Array,
  };
  objectness.dispose();
  deltas.dispose();
  return prediction;
}

/** Anchors of one level by where they stand. */
export interface AnchorPositions {
  /** `[n]`, indices into N * H * W. */
  cells: Int32Array;
  /** `[n]`, which of the cell's anchors. */
  cellAnchors: Int32Array;
}

/**
 * The head at chosen anchors only, differentiably.
 *
 * The loss looks at some hundred of many thousand anchors, so the convolution's gradient is zero nearly everywhere.
 * Gathering the 3x3 neighbourhoods of the chosen cells turns it into one small matrix product with the same result.
 *
 * @returns Logits `[n]` and deltas `[n, 4]`, levels in order
 */
export function predictAtAnchors(
  tf: TensorFlow,
  levels: Tensor4D[],
  positions: AnchorPositions[],
  parameters: Parameters,
): { objectnessLogits: Tensor; deltas: Tensor2D } {
  const channels = levels[0]?.shape[3] as number;
  const used = levels.map((features, level) => ({ features, at: positions[level] as AnchorPositions }));
  const neighbourhoods = used
    .filter(({ at }) => at.cells.length > 0)
    .map(({ features, at }) => gatherNeighbourhoods(tf, features, at.cells));
  const filter = parameters.get(`${prefix}.conv.0.0.weight`);
  const hidden = linear(
    tf,
    concatRows(tf, neighbourhoods),
    reshape<Tensor2D>(tf, filter, [9 * channels, channels]),
    parameters.get(`${prefix}.conv.0.0.bias`),
    { relu: true },
  );
  const project = (name: string): Tensor2D => {
    const weight = parameters.get(`${prefix}.${name}.weight`);
    const matrix = reshape<Tensor2D>(tf, weight, [channels, weight.shape[3] as number]);
    return linear(tf, hidden, matrix, parameters.get(`${prefix}.${name}.bias`));
  };
  const logits = project("cls_logits");
  const perCell = logits.shape[1];
  const cellAnchors = used.flatMap(({ at }) => [...at.cellAnchors]);
  const own = Int32Array.from(cellAnchors, (anchor, index) => index * perCell + anchor);
  return {
    objectnessLogits: tf.reshape(gatherRows(tf, tf.reshape(logits, [-1, 1]), own), [-1]),
    deltas: gatherRows(tf, tf.reshape(project("bbox_pred"), [-1, 4]), own),
  };
}

/** torchvision/models/detection/rpn.py: RPNHead. Shape letters: N images, H, W cells, C channels, A anchors a cell. */
import { conv2d } from "../ops/conv2d.ts";
import { gatherRows } from "../ops/gatherRows.ts";
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
  const [objectness, deltas] = tf.tidy(() => {
    const hidden = conv2d(tf, features, parameters.get(`${prefix}.conv.0.0.weight`), {
      padPx: 1,
      bias: parameters.get(`${prefix}.conv.0.0.bias`),
      relu: true,
    });
    return ["cls_logits", "bbox_pred"].map((name) =>
      conv2d(tf, hidden, parameters.get(`${prefix}.${name}.weight`), {
        bias: parameters.get(`${prefix}.${name}.bias`),
      }),
    ) as [Tensor4D, Tensor4D];
  });
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
  /** Image, row, column and index within the cell, each `[n]`. */
  images: Int32Array;
  rows: Int32Array;
  columns: Int32Array;
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
    .filter(({ at }) => at.images.length > 0)
    .map(({ features, at }) => gatherNeighbourhoods(tf, features, at));
  const filter = parameters.get(`${prefix}.conv.0.0.weight`);
  const hidden = tf.relu(
    tf.add(
      tf.matMul(tf.concat(neighbourhoods, 0), tf.reshape(filter, [9 * channels, channels]) as Tensor2D),
      parameters.get(`${prefix}.conv.0.0.bias`),
    ),
  );
  const project = (name: string): Tensor2D => {
    const weight = parameters.get(`${prefix}.${name}.weight`);
    const matrix = tf.reshape(weight, [channels, weight.shape[3] as number]) as Tensor2D;
    return tf.add(tf.matMul(hidden as Tensor2D, matrix), parameters.get(`${prefix}.${name}.bias`));
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

/** `[N, H, W, C]` -> `[n, 9 * C]`: the cells around each position, zero outside the map, rows of the filter in order. */
function gatherNeighbourhoods(tf: TensorFlow, features: Tensor4D, at: AnchorPositions): Tensor2D {
  const [images, height, width, channels] = features.shape;
  const count = at.images.length;
  const indices = new Int32Array(count * 9);
  const inside = new Float32Array(count * 9);
  let offset = 0;
  for (let index = 0; index < count; index++) {
    const firstRow = (at.images[index] as number) * height;
    for (let dy = -1; dy <= 1; dy++) {
      for (let dx = -1; dx <= 1; dx++) {
        const row = (at.rows[index] as number) + dy;
        const column = (at.columns[index] as number) + dx;
        if (row >= 0 && row < height && column >= 0 && column < width) {
          indices[offset] = (firstRow + row) * width + column;
          inside[offset] = 1;
        }
        offset++;
      }
    }
  }
  const cells = gatherRows(tf, tf.reshape(features, [images * height * width, channels]), indices);
  return tf.reshape(tf.mul(cells, tf.tensor2d(inside, [count * 9, 1])), [count, 9 * channels]);
}

/**
 * He et al. 2017, "Mask R-CNN", section 3; torchvision.ops.roi_align(aligned=False) with a fixed sampling ratio.
 *
 * Built from TensorFlow's CropAndResize: a border of one repeated pixel makes samples within a pixel outside the map clamp to
 * its edge, and those farther out 0, as torchvision's do; CropAndResize reads the map at every sample point; the mean
 * over each bin's samples is the result.
 *
 * Shape letters: N images, H, W cells, C channels, R regions, S bins a side, K = S * sampling ratio samples a side.
 */
import type { Tensor, Tensor4D, TensorFlow } from "../tensorFlow.ts";
import { type OpAttribute, runNativeOp } from "./nativeOps.ts";
import { defineOp } from "./registerOp.ts";

export interface RoiAlignOptions {
  /** Cells per pixel: 1 / stride. */
  spatialScale: number;
  poolSize: number;
  samplingRatio: number;
}

interface RoiAlignAttributes {
  poolSize: number;
  samplingRatio: number;
  /** `[N, H, W, C]`: all that the gradient needs to know of the features. */
  featureShape: number[];
}

/**
 * @param features `[N, H, W, C]`
 * @param boxesXyxyPx `[R, 4]` in pixels of the padded batch
 * @param imageIndices `[R]`
 * @returns `[R, S, S, C]`
 */
export function roiAlign(
  tf: TensorFlow,
  features: Tensor4D,
  boxesXyxyPx: Float32Array,
  imageIndices: Int32Array,
  { spatialScale, poolSize, samplingRatio }: RoiAlignOptions,
): Tensor4D {
  const [, heightCells, widthCells] = features.shape;
  const crops = cropBoxes(boxesXyxyPx, { heightCells, widthCells, spatialScale, poolSize, samplingRatio });
  const boxes = tf.tensor2d(crops, [imageIndices.length, 4]);
  const images = tf.tensor1d(imageIndices, "int32");
  const attributes = { poolSize, samplingRatio, featureShape: features.shape };
  return op(tf, { features, boxes, images }, attributes) as Tensor4D;
}

/**
 * CropAndResize's boxes (y1, x1, y2, x2, in units of the bordered map's last index): their corners are the first and
 * the last sample point of each region.
 */
function cropBoxes(
  boxesXyxyPx: Float32Array,
  grid: { heightCells: number; widthCells: number } & RoiAlignOptions,
): Float32Array {
  const { heightCells, widthCells, spatialScale, poolSize, samplingRatio } = grid;
  const samples = poolSize * samplingRatio;
  const crops = new Float32Array(boxesXyxyPx.length);
  for (let offset = 0; offset < boxesXyxyPx.length; offset += 4) {
    const x1 = (boxesXyxyPx[offset] as number) * spatialScale;
    const y1 = (boxesXyxyPx[offset + 1] as number) * spatialScale;
    // With aligned=False a region is at least one cell wide and high.
    const width = Math.max((boxesXyxyPx[offset + 2] as number) * spatialScale - x1, 1);
    const height = Math.max((boxesXyxyPx[offset + 3] as number) * spatialScale - y1, 1);
    // Sample k lies at start + (k + 0.5) * extent / K; the border shifts everything by one cell.
    crops[offset] = (1 + y1 + (0.5 * height) / samples) / (heightCells + 1);
    crops[offset + 1] = (1 + x1 + (0.5 * width) / samples) / (widthCells + 1);
    crops[offset + 2] = (1 + y1 + ((samples - 0.5) * height) / samples) / (heightCells + 1);
    crops[offset + 3] = (1 + x1 + ((samples - 0.5) * width) / samples) / (widthCells + 1);
  }
  return crops;
}

const op = defineOp<{ features: Tensor; boxes: Tensor; images: Tensor }, RoiAlignAttributes>({
  name: "MaskyardRoiAlign",
  saved: { inputs: ["boxes", "images"] },
  forward: (tf, { features, boxes, images }, { poolSize, samplingRatio }) => {
    const bordered = mirrorPad(tf, "MirrorPad", features);
    const samples = poolSize * samplingRatio;
    const cropSize = tf.tensor1d([samples, samples], "int32");
    const sampled = runNativeOp(tf, "CropAndResize", [bordered, boxes, images, cropSize], {
      T: { type: "float32" },
      method: { text: "bilinear" },
      extrapolation_value: { float: 0 },
    });
    return samplingRatio === 1 ? sampled : runNativeOp(tf, "AvgPool", [sampled], poolAttributes(samplingRatio));
  },
  backward: (tf, outputGradient, saved, { poolSize, samplingRatio, featureShape }) => {
    const [boxes, images] = saved as [Tensor, Tensor];
    return {
      features: () => {
        const [count, height, width, channels] = featureShape as [number, number, number, number];
        const samples = poolSize * samplingRatio;
        const sampledShape = tf.tensor1d([boxes.shape[0] as number, samples, samples, channels], "int32");
        const sampledGradient =
          samplingRatio === 1
            ? outputGradient
            : runNativeOp(tf, "AvgPoolGrad", [sampledShape, outputGradient], poolAttributes(samplingRatio));
        const borderedShape = tf.tensor1d([count, height + 2, width + 2, channels], "int32");
        // On the CPU this kernel loses updates unless TF_DETERMINISTIC_OPS was set before the library loaded.
        const gradient = runNativeOp(tf, "CropAndResizeGradImage", [sampledGradient, boxes, images, borderedShape], {
          T: { type: "float32" },
          method: { text: "bilinear" },
        });
        return mirrorPad(tf, "MirrorPadGrad", gradient);
      },
      boxes: noGradient,
      images: noGradient,
    };
  },
});

/** A mirror of one cell that includes the edge itself repeats it. */
function mirrorPad(tf: TensorFlow, name: "MirrorPad" | "MirrorPadGrad", x: Tensor): Tensor {
  const paddings = tf.tensor2d([0, 0, 1, 1, 1, 1, 0, 0], [4, 2], "int32");
  return runNativeOp(tf, name, [x, paddings], {
    T: { type: "float32" },
    Tpaddings: { type: "int32" },
    mode: { text: "SYMMETRIC" },
  });
}

function poolAttributes(size: number): Record<string, OpAttribute> {
  return {
    T: { type: "float32" },
    ksize: { int: [1, size, size, 1] },
    strides: { int: [1, size, size, 1] },
    padding: { text: "VALID" },
    data_format: { text: "NHWC" },
  };
}

function noGradient(): Tensor {
  throw new Error("roiAlign: boxes are constants to the gradient, as in torchvision");
}

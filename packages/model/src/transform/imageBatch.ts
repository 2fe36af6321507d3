/** torchvision/models/detection/transform.py: GeneralizedRCNNTransform. */
import type { TransformConfiguration } from "../configuration/configuration.ts";
import type { TrainingImage } from "../images/images.ts";
import type { Tensor3D, Tensor4D, TensorFlow } from "../tensorFlow.ts";

export interface ImageBatch {
  /** `[N, H, W, 3]`, normalised, zero where an image is smaller than the batch. */
  pixels: Tensor4D;
  heightPx: number;
  widthPx: number;
  /** Size of each image within the batch. */
  sizes: ImageSize[];
}

export interface ImageSize {
  heightPx: number;
  widthPx: number;
}

/** The size an image is scaled to: by its shorter side, unless the longer would grow too long. */
export function resizedSize({ heightPx, widthPx }: ImageSize, configuration: TransformConfiguration): ImageSize {
  const shorter = Math.min(heightPx, widthPx);
  const longer = Math.max(heightPx, widthPx);
  const scale = Math.min(configuration.minSizePx / shorter, configuration.maxSizePx / longer);
  return { heightPx: Math.floor(heightPx * scale), widthPx: Math.floor(widthPx * scale) };
}

/** Scales, normalises and pads images into one batch; every image keeps the top left corner. */
export function batchImages(
  tf: TensorFlow,
  images: TrainingImage[],
  configuration: TransformConfiguration,
): ImageBatch {
  const sizes = images.map((image) => resizedSize(image, configuration));
  const multiple = configuration.padMultiplePx;
  const heightPx = Math.ceil(Math.max(...sizes.map((size) => size.heightPx)) / multiple) * multiple;
  const widthPx = Math.ceil(Math.max(...sizes.map((size) => size.widthPx)) / multiple) * multiple;
  const pixels = tf.tidy(() => {
    const padded = images.map((image, index) => {
      const size = sizes[index] as ImageSize;
      const scaled = scaleImage(tf, normalizedImage(tf, image, configuration), size);
      return tf.pad(scaled, [
        [0, heightPx - size.heightPx],
        [0, widthPx - size.widthPx],
        [0, 0],
      ]);
    });
    return tf.stack(padded) as Tensor4D;
  });
  return { pixels, heightPx, widthPx, sizes };
}

/** Boxes follow their image's scale, each axis by its own ratio. */
export function scaleBoxes(boxesXyxyPx: Float32Array, from: ImageSize, to: ImageSize): Float32Array {
  const scaleX = to.widthPx / from.widthPx;
  const scaleY = to.heightPx / from.heightPx;
  return boxesXyxyPx.map((value, index) => value * (index % 2 === 0 ? scaleX : scaleY));
}

function normalizedImage(tf: TensorFlow, image: TrainingImage, { mean, std }: TransformConfiguration): Tensor3D {
  const { pixels, heightPx, widthPx } = image;
  if (pixels.length !== heightPx * widthPx * 3) {
    throw new Error(
      `batchImages: expected ${heightPx} x ${widthPx} x 3 = ${heightPx * widthPx * 3} bytes of RGB, got ${pixels.length}`,
    );
  }
  const values = new Float32Array(pixels.length);
  for (let channel = 0; channel < 3; channel++) {
    const scale = 1 / (255 * (std[channel] as number));
    const shift = (mean[channel] as number) / (std[channel] as number);
    for (let index = channel; index < values.length; index += 3)
      values[index] = (pixels[index] as number) * scale - shift;
  }
  return tf.tensor3d(values, [heightPx, widthPx, 3]);
}

function scaleImage(tf: TensorFlow, image: Tensor3D, size: ImageSize): Tensor3D {
  if (image.shape[0] === size.heightPx && image.shape[1] === size.widthPx) return image;
  // Half-pixel centres without antialiasing: torch's interpolate(mode="bilinear", align_corners=False).
  return tf.image.resizeBilinear(image, [size.heightPx, size.widthPx], false, true);
}

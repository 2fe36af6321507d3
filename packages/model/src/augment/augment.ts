import type { TrainingImage, TrainingTarget } from "../images.ts";
import { chooseRandomly, createRandom } from "../random/random.ts";

export interface AugmentConfiguration {
  /** Probability of mirroring left to right. */
  horizontalFlip: number;
}

/** What fixes an augmentation: a resumed run repeats it without having kept any state. */
export interface AugmentKey {
  seed: number;
  epoch: number;
  /** Of the image within the data set. */
  index: number;
}

/** Changes image, boxes and masks together; the given arrays stay as they are. */
export function augment(
  image: TrainingImage,
  target: TrainingTarget,
  { horizontalFlip }: AugmentConfiguration,
  { seed, epoch, index }: AugmentKey,
): { image: TrainingImage; target: TrainingTarget } {
  const random = createRandom(seed, epoch, index);
  return random.uniform() < horizontalFlip ? flipHorizontally(image, target) : { image, target };
}

/** Mirrors left to right. */
export function flipHorizontally(
  image: TrainingImage,
  target: TrainingTarget,
): { image: TrainingImage; target: TrainingTarget } {
  const { heightPx, widthPx } = image;
  const boxesXyxyPx = target.boxesXyxyPx.slice();
  for (let offset = 0; offset < boxesXyxyPx.length; offset += 4) {
    boxesXyxyPx[offset] = widthPx - (target.boxesXyxyPx[offset + 2] as number);
    boxesXyxyPx[offset + 2] = widthPx - (target.boxesXyxyPx[offset] as number);
  }
  return {
    image: { heightPx, widthPx, pixels: mirrorRows(image.pixels, heightPx, widthPx, 3) },
    target: {
      boxesXyxyPx,
      labels: target.labels,
      masks: target.masks.map((mask) => mirrorRows(mask, heightPx, widthPx, 1)),
    },
  };
}

/** The order of an epoch's images: a function of the seed and the epoch. */
export function shuffledIndices(count: number, { seed, epoch }: { seed: number; epoch: number }): Int32Array {
  return chooseRandomly(
    Int32Array.from({ length: count }, (_, index) => index),
    count,
    createRandom(seed, epoch),
  );
}

function mirrorRows(values: Uint8Array, height: number, width: number, channels: number): Uint8Array {
  const mirrored = new Uint8Array(values.length);
  for (let row = 0; row < height; row++) {
    const start = row * width * channels;
    if (channels === 1) {
      // A photograph has dozens of masks: reversed natively, not value by value.
      mirrored.set(values.subarray(start, start + width).toReversed(), start);
      continue;
    }
    for (let column = 0; column < width; column++) {
      const from = start + column * channels;
      const to = start + (width - 1 - column) * channels;
      for (let channel = 0; channel < channels; channel++) mirrored[to + channel] = values[from + channel] as number;
    }
  }
  return mirrored;
}

import type { Augmentation, SizePx } from "@maskyard/annotations";
import type { TrainingImage, TrainingTarget } from "../images/images.ts";
import { chooseRandomly, createRandom } from "../random/random.ts";
import { applyAugmentation } from "./applyAugmentation.ts";
import { type ColorJitterConfiguration, drawColors } from "./drawColors.ts";
import { drawWindow } from "./drawWindow.ts";

export interface AugmentConfiguration {
  /** Probability of mirroring left to right. */
  horizontalFlip: number;
  /** Least and greatest factor of the size; [1, 1] leaves it. */
  scaleJitter: readonly [number, number];
  /** Side of the square window that every image is fitted to and cut to; null: each image keeps its own size. */
  cropSizePx: number | null;
  colorJitter: ColorJitterConfiguration;
}

/** What fixes an augmentation: a resumed run repeats it without having kept any state. */
export interface AugmentKey {
  seed: number;
  epoch: number;
  /** Of the image within the data set. */
  index: number;
}

/** Each kind draws from a stream of its own, so that turning one on leaves the others as they were. */
const scaleStream = 1;
const colorStream = 2;

/** Changes image, boxes and masks together, and says how; the given arrays stay as they are. */
export function augment(
  image: TrainingImage,
  target: TrainingTarget,
  configuration: AugmentConfiguration,
  key: AugmentKey,
): { image: TrainingImage; target: TrainingTarget; augmentation: Augmentation } {
  const augmentation = drawAugmentation(image, configuration, key);
  return { ...applyAugmentation(image, target, augmentation), augmentation };
}

/** What an image of this size is to go through. */
function drawAugmentation(
  image: SizePx,
  { horizontalFlip, scaleJitter, cropSizePx, colorJitter }: AugmentConfiguration,
  { seed, epoch, index }: AugmentKey,
): Augmentation {
  const isWindowed = cropSizePx !== null || scaleJitter.some((factor) => factor !== 1);
  return {
    window: isWindowed
      ? drawWindow(image, { scaleRange: scaleJitter, cropSizePx }, createRandom(seed, epoch, index, scaleStream))
      : null,
    flipped: createRandom(seed, epoch, index).uniform() < horizontalFlip,
    colors: drawColors(colorJitter, createRandom(seed, epoch, index, colorStream)),
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

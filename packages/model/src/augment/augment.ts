import type { TrainingImage, TrainingTarget } from "../images.ts";
import { chooseRandomly, createRandom } from "../random/random.ts";
import { type ColorJitterConfiguration, colorJitter } from "./colorJitter.ts";
import { flipHorizontally } from "./flipHorizontally.ts";
import { scaleAndCrop } from "./scaleAndCrop.ts";

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

/** Changes image, boxes and masks together; the given arrays stay as they are. */
export function augment(
  image: TrainingImage,
  target: TrainingTarget,
  configuration: AugmentConfiguration,
  { seed, epoch, index }: AugmentKey,
): { image: TrainingImage; target: TrainingTarget } {
  const { horizontalFlip, scaleJitter, cropSizePx } = configuration;
  let result = { image, target };
  if (cropSizePx !== null || scaleJitter.some((factor) => factor !== 1)) {
    const random = createRandom(seed, epoch, index, scaleStream);
    result = scaleAndCrop(image, target, { scaleRange: scaleJitter, cropSizePx }, random);
  }
  if (createRandom(seed, epoch, index).uniform() < horizontalFlip) {
    result = flipHorizontally(result.image, result.target);
  }
  if (Object.values(configuration.colorJitter).some((extent) => extent !== 0)) {
    const random = createRandom(seed, epoch, index, colorStream);
    result = { ...result, image: colorJitter(result.image, configuration.colorJitter, random) };
  }
  return result;
}

/** The order of an epoch's images: a function of the seed and the epoch. */
export function shuffledIndices(count: number, { seed, epoch }: { seed: number; epoch: number }): Int32Array {
  return chooseRandomly(
    Int32Array.from({ length: count }, (_, index) => index),
    count,
    createRandom(seed, epoch),
  );
}

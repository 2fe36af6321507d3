/** torchvision/models/detection/_utils.py: BalancedPositiveNegativeSampler. */
import { chooseRandomly, type Random } from "../random/random.ts";

export interface SamplerConfiguration {
  batchSizePerImage: number;
  positiveFraction: number;
}

/**
 * Chooses boxes to train on: at most `positiveFraction` of them positive, negatives for the rest.
 *
 * @param labels `[n]`: at least 1 positive, 0 negative, below 0 ignored
 * @returns Indices into `labels`, positives and negatives apart
 */
export function samplePositivesAndNegatives(
  labels: Int32Array,
  { batchSizePerImage, positiveFraction }: SamplerConfiguration,
  random: Random,
): { positives: Int32Array; negatives: Int32Array } {
  const positives: number[] = [];
  const negatives: number[] = [];
  for (let index = 0; index < labels.length; index++) {
    const label = labels[index] as number;
    if (label >= 1) positives.push(index);
    else if (label === 0) negatives.push(index);
  }
  const positiveCount = Math.min(positives.length, Math.floor(batchSizePerImage * positiveFraction));
  const negativeCount = Math.min(negatives.length, batchSizePerImage - positiveCount);
  return {
    positives: chooseRandomly(Int32Array.from(positives), positiveCount, random),
    negatives: chooseRandomly(Int32Array.from(negatives), negativeCount, random),
  };
}

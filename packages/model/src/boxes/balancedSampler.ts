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
  const positives = new Int32Array(labels.length);
  const negatives = new Int32Array(labels.length);
  let allPositives = 0;
  let allNegatives = 0;
  for (let index = 0; index < labels.length; index++) {
    const label = labels[index] as number;
    if (label >= 1) positives[allPositives++] = index;
    else if (label === 0) negatives[allNegatives++] = index;
  }
  const positiveCount = Math.min(allPositives, Math.floor(batchSizePerImage * positiveFraction));
  const negativeCount = Math.min(allNegatives, batchSizePerImage - positiveCount);
  return {
    positives: chooseRandomly(positives.subarray(0, allPositives), positiveCount, random),
    negatives: chooseRandomly(negatives.subarray(0, allNegatives), negativeCount, random),
  };
}

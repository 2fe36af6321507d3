import { distributeByChance } from "./distributeByChance.ts";
import { distributeStratified } from "./distributeStratified.ts";
import { subsetSizes } from "./splitBins.ts";
import { splitUnits } from "./splitUnits.ts";
import { type SplitAssignment, SplitError, type SplitImage } from "./types.ts";

/**
 * k splits for cross-validation: every image validates in exactly one of them and trains in the others. Groups stay
 * together; `stratified` gives each fold its share of the instances of every stratum.
 * @throws SplitError unless there are at least two folds and as many groups (images that may part) as folds.
 */
export function foldSplits(
  images: readonly SplitImage[],
  folds: number,
  seed: number,
  { stratified }: { readonly stratified: boolean },
): SplitAssignment[] {
  const units = splitUnits(images);
  if (!Number.isInteger(folds) || folds < 2)
    throw new SplitError(`cross-validation takes 2 folds or more, not ${folds}`);
  if (units.length < folds) {
    throw new SplitError(`${folds} folds need as many images that may part, and there are ${units.length}`);
  }
  const shares = Array.from({ length: folds }, () => 1 / folds);
  const bins = subsetSizes(images.length, shares).map((capacity) => ({ capacity, share: 1 / folds }));
  const parts = (stratified ? distributeStratified : distributeByChance)(units, bins, seed);
  return parts.map((val, fold) => ({
    train: parts.flatMap((keys, other) => (other === fold ? [] : keys)).sort(),
    val,
    test: [],
  }));
}

import { distributeStratified } from "./distributeStratified.ts";
import { splitBins } from "./splitBins.ts";
import { splitUnits } from "./splitUnits.ts";
import type { SplitAssignment, SplitImage, SplitSizes } from "./types.ts";

/**
 * Gives every subset its share of the instances of every stratum, as near as whole groups allow; see
 * {@link distributeStratified}. The same images, sizes and seed give the same split, whatever the order of `images`.
 * @throws SplitError on bad sizes or a key that comes twice.
 */
export function stratifiedSplit(images: readonly SplitImage[], sizes: SplitSizes, seed: number): SplitAssignment {
  const bins = splitBins(images.length, sizes);
  const [train = [], val = [], test = []] = distributeStratified(splitUnits(images), bins, seed);
  return { train, val, test };
}

import { distributeByChance } from "./distributeByChance.ts";
import { splitBins } from "./splitBins.ts";
import { splitUnits } from "./splitUnits.ts";
import type { SplitAssignment, SplitImage, SplitSizes } from "./types.ts";

/**
 * Shuffles the images and cuts them by the sizes. Groups stay together, so that with large groups the sizes are as
 * near as whole groups allow. The same images, sizes and seed give the same split, whatever the order of `images`.
 * @throws SplitError on bad sizes or a key that comes twice.
 */
export function randomSplit(images: readonly SplitImage[], sizes: SplitSizes, seed: number): SplitAssignment {
  const bins = splitBins(images.length, sizes);
  const [train = [], val = [], test = []] = distributeByChance(splitUnits(images), bins, seed);
  return { train, val, test };
}

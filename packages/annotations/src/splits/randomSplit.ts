import { SeededRandom } from "../random/SeededRandom.ts";
import { checkRatios, splitUnits, subsetSizes } from "./splitUnits.ts";
import { type SplitAssignment, type SplitImage, type SplitRatios, SUBSET_NAMES } from "./types.ts";

/**
 * Shuffles the images and cuts them by the ratios. Groups stay together, so that with large groups the sizes are as
 * near as whole groups allow. The same images, ratios and seed give the same split, whatever the order of `images`.
 * @throws SplitError on bad ratios or a key that comes twice.
 */
export function randomSplit(images: readonly SplitImage[], ratios: SplitRatios, seed: number): SplitAssignment {
  checkRatios(ratios);
  const left = subsetSizes(images.length, ratios);
  const assignment = { train: [] as string[], val: [] as string[], test: [] as string[] };
  for (const unit of new SeededRandom(seed).shuffle(splitUnits(images))) {
    // The first subset that still has room for all of it, else the one with the most room.
    const roomy = SUBSET_NAMES.find((name) => left[name] >= unit.keys.length);
    const subset = roomy ?? SUBSET_NAMES.reduce((a, b) => (left[b] > left[a] ? b : a));
    left[subset] -= unit.keys.length;
    assignment[subset].push(...unit.keys);
  }
  for (const name of SUBSET_NAMES) assignment[name].sort();
  return assignment;
}

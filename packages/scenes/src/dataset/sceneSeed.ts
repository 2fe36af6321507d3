export type SceneSubset = "train" | "val";

/** Scenes of one subset of one dataset; the two subsets' seeds never meet. */
export const MOST_SCENES_A_SUBSET = 500_000;

/**
 * The seed of one scene of a dataset.
 * @throws RangeError for an index or a dataset seed that would run into another dataset's scenes.
 */
export function sceneSeed(datasetSeed: number, subset: SceneSubset, index: number): number {
  const seed = datasetSeed * 2 * MOST_SCENES_A_SUBSET + (subset === "val" ? MOST_SCENES_A_SUBSET : 0) + index;
  if (!Number.isSafeInteger(seed) || datasetSeed < 0 || index < 0 || index >= MOST_SCENES_A_SUBSET) {
    throw new RangeError(`sceneSeed: expected whole numbers within reach, got seed ${datasetSeed}, index ${index}`);
  }
  return seed;
}

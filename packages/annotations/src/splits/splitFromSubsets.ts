import { type SplitAssignment, SUBSET_NAMES, type SubsetName } from "./types.ts";

/**
 * Takes the subsets over that the source itself names.
 * @returns the assignment, and the keys of images without a subset of ours, which the caller has to place.
 */
export function splitFromSubsets(images: readonly { key: string; subset: string | null }[]): {
  assignment: SplitAssignment;
  unassigned: readonly string[];
} {
  const assignment = { train: [] as string[], val: [] as string[], test: [] as string[] };
  const unassigned: string[] = [];
  for (const { key, subset } of images) {
    const name: SubsetName | undefined = SUBSET_NAMES.find((candidate) => candidate === subset);
    if (name === undefined) unassigned.push(key);
    else assignment[name].push(key);
  }
  for (const name of SUBSET_NAMES) assignment[name].sort();
  return { assignment, unassigned: unassigned.sort() };
}

import type { SubsetName } from "../../splits/types.ts";

const SUBSET_OF_WORD: Readonly<Record<string, SubsetName>> = {
  train: "train",
  training: "train",
  val: "val",
  valid: "val",
  validation: "val",
  test: "test",
  testing: "test",
};

/**
 * The subset that a path names: a word of the file name (`instances_val2017.json`), else a whole folder name, the
 * nearest first (`train/_annotations.coco.json`). Two different ones in one file name are none.
 */
export function subsetFromPath(path: string): SubsetName | null {
  const segments = path.toLowerCase().split("/");
  const name = segments.pop() ?? "";
  const inName = new Set(name.split(/[^a-z0-9]+/).flatMap((word) => subsetOfWord(word) ?? []));
  if (inName.size > 1) return null;
  for (const subset of inName) return subset;
  for (const folder of segments.reverse()) {
    const subset = subsetOfWord(folder);
    if (subset !== null) return subset;
  }
  return null;
}

/** The year of COCO's own folders (`train2017`) does not count. */
function subsetOfWord(word: string): SubsetName | null {
  const bare = word.replace(/[-_]?(19|20)\d\d$/, "");
  return Object.hasOwn(SUBSET_OF_WORD, bare) ? (SUBSET_OF_WORD[bare] as SubsetName) : null;
}

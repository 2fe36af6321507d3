import { captureGroupFromName, type Remark } from "@maskyard/annotations";

export interface GuessedCaptureGroups {
  /** By path; images whose names tell none are not in it. */
  readonly byPath: ReadonlyMap<string, string>;
  readonly remarks: readonly Remark[];
}

/** What images hang together by their names. It is a guess: one line of the report says so, and how it is taken back. */
export function guessCaptureGroups(paths: readonly string[]): GuessedCaptureGroups {
  const byPath = new Map<string, string>();
  const sizes = new Map<string, number>();
  for (const path of paths) {
    const group = captureGroupFromName(path);
    if (group === null) continue;
    byPath.set(path, group);
    sizes.set(group, (sizes.get(group) ?? 0) + 1);
  }
  const [largest, size] = [...sizes].reduce((most, one) => (one[1] > most[1] ? one : most), ["", 0]);
  if (size === 0) return { byPath, remarks: [] };
  const images = byPath.size === 1 ? "1 image was" : `${byPath.size} images were`;
  return {
    byPath,
    remarks: [
      {
        kind: "guessed",
        place: "capture groups",
        reason: `${images} put into ${sizes.size} capture ${sizes.size === 1 ? "group" : "groups"} by Roboflow's names (the largest is "${largest}" with ${size}), so that splits keep copies and tiles of one picture together; if that is wrong, set the groups by another pattern or clear them (maskyard capture-groups)`,
      },
    ],
  };
}

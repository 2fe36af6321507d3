import type { ManifestDiff } from "./ManifestDiff.ts";
import type { ManifestCategory } from "./SnapshotManifest.ts";

type CategoryDiff = Pick<ManifestDiff, "categoriesAdded" | "categoriesRemoved" | "categoriesRenamed">;

/** What became of the categories; the same one goes by its id. */
export function diffCategories(before: readonly ManifestCategory[], after: readonly ManifestCategory[]): CategoryDiff {
  const nameBefore = new Map(before.map(({ id, name }) => [id, name]));
  const idsAfter = new Set(after.map(({ id }) => id));
  return {
    categoriesAdded: after.filter(({ id }) => !nameBefore.has(id)),
    categoriesRemoved: before.filter(({ id }) => !idsAfter.has(id)),
    categoriesRenamed: after.flatMap(({ id, name }) => {
      const was = nameBefore.get(id);
      return was === undefined || was === name ? [] : [{ before: was, after: name }];
    }),
  };
}

/** Whether two manifests hold the same. */
export function isEmptyDiff(diff: ManifestDiff): boolean {
  const { changes, categoriesAdded, categoriesRemoved, categoriesRenamed } = diff;
  return changes.length + categoriesAdded.length + categoriesRemoved.length + categoriesRenamed.length === 0;
}

import type { ManifestCategory, SubsetName } from "./SnapshotManifest.ts";

export type DifferenceKind = "added" | "removed" | "changed";

export interface DifferenceCounts {
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
}

/** Of the changed ones, those with another geometry and those with another category; one can be both, or a change of its crowd flag. */
export interface AnnotationDifferenceCounts extends DifferenceCounts {
  readonly geometryChanged: number;
  readonly categoryChanged: number;
}

export interface AnnotationDifference {
  readonly kind: DifferenceKind;
  readonly annotationId: string;
  readonly geometryChanged: boolean;
  /** Null on the side where the annotation is not. */
  readonly categoryIdBefore: string | null;
  readonly categoryIdAfter: string | null;
  readonly revisionBefore: number | null;
  readonly revisionAfter: number | null;
}

/** What became of one image. Of an image that came or went, its annotations are counted and not listed. */
export interface ImageDifference {
  readonly kind: DifferenceKind;
  readonly imageId: string;
  readonly fileName: string;
  /** Other bytes, size, orientation or name; false for one that came or went. */
  readonly imageChanged: boolean;
  readonly subsetBefore: SubsetName | null;
  readonly subsetAfter: SubsetName | null;
  readonly annotations: AnnotationDifferenceCounts;
  readonly annotationChanges: readonly AnnotationDifference[];
}

/** One category, by its name on either side. */
export interface CategoryRename {
  readonly before: string;
  readonly after: string;
}

export interface ManifestDiff {
  /** An image counts as changed when it, its subset or one of its annotations is another. */
  readonly images: DifferenceCounts;
  readonly annotations: AnnotationDifferenceCounts;
  readonly categoriesBefore: readonly ManifestCategory[];
  readonly categoriesAfter: readonly ManifestCategory[];
  readonly categoriesAdded: readonly ManifestCategory[];
  readonly categoriesRemoved: readonly ManifestCategory[];
  readonly categoriesRenamed: readonly CategoryRename[];
  /** In the order of the images' ids. */
  readonly changes: readonly ImageDifference[];
}

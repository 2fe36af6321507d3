import { canonicalJson } from "./canonicalJson.ts";
import type { AnnotationDifference, AnnotationDifferenceCounts, ImageDifference } from "./ManifestDiff.ts";
import type { ManifestAnnotation, ManifestImage } from "./SnapshotManifest.ts";

/** What became of an image that is on both sides, or null where nothing did. A revision whose content is as before is no change. */
export function diffImage(before: ManifestImage, after: ManifestImage): ImageDifference | null {
  const annotationChanges = diffAnnotations(before.annotations, after.annotations);
  const imageChanged = imageFacts(before) !== imageFacts(after);
  if (!imageChanged && before.subset === after.subset && annotationChanges.length === 0) return null;
  return {
    kind: "changed",
    imageId: after.id,
    fileName: after.fileName,
    imageChanged,
    subsetBefore: before.subset,
    subsetAfter: after.subset,
    annotations: countChanges(annotationChanges),
    annotationChanges,
  };
}

/** An image that is on one side only. */
export function loneImage(kind: "added" | "removed", image: ManifestImage): ImageDifference {
  const count = image.annotations.length;
  return {
    kind,
    imageId: image.id,
    fileName: image.fileName,
    imageChanged: false,
    subsetBefore: kind === "removed" ? image.subset : null,
    subsetAfter: kind === "added" ? image.subset : null,
    annotations: { ...NO_ANNOTATIONS, [kind]: count },
    annotationChanges: [],
  };
}

export const NO_ANNOTATIONS: AnnotationDifferenceCounts = {
  added: 0,
  removed: 0,
  changed: 0,
  geometryChanged: 0,
  categoryChanged: 0,
};

function imageFacts({ fileName, blobSha256, widthPx, heightPx, exifOrientation }: ManifestImage): string {
  return JSON.stringify([fileName, blobSha256, widthPx, heightPx, exifOrientation]);
}

function diffAnnotations(
  before: readonly ManifestAnnotation[],
  after: readonly ManifestAnnotation[],
): AnnotationDifference[] {
  const changes: AnnotationDifference[] = [];
  const left = new Map(before.map((annotation) => [annotation.id, annotation]));
  for (const annotation of after) {
    const was = left.get(annotation.id);
    left.delete(annotation.id);
    const change = was === undefined ? loneAnnotation("added", annotation) : changedAnnotation(was, annotation);
    if (change) changes.push(change);
  }
  for (const annotation of left.values()) changes.push(loneAnnotation("removed", annotation));
  return changes;
}

function loneAnnotation(kind: "added" | "removed", annotation: ManifestAnnotation): AnnotationDifference {
  const isAdded = kind === "added";
  return {
    kind,
    annotationId: annotation.id,
    geometryChanged: false,
    categoryIdBefore: isAdded ? null : annotation.categoryId,
    categoryIdAfter: isAdded ? annotation.categoryId : null,
    revisionBefore: isAdded ? null : annotation.revision,
    revisionAfter: isAdded ? annotation.revision : null,
  };
}

function changedAnnotation(before: ManifestAnnotation, after: ManifestAnnotation): AnnotationDifference | null {
  const shape = ({ geometry, boxXywhPx }: ManifestAnnotation): string => canonicalJson({ geometry, boxXywhPx });
  const geometryChanged = shape(before) !== shape(after);
  const isSame = !geometryChanged && before.categoryId === after.categoryId && before.isCrowd === after.isCrowd;
  if (isSame) return null;
  return {
    kind: "changed",
    annotationId: after.id,
    geometryChanged,
    categoryIdBefore: before.categoryId,
    categoryIdAfter: after.categoryId,
    revisionBefore: before.revision,
    revisionAfter: after.revision,
  };
}

function countChanges(changes: readonly AnnotationDifference[]): AnnotationDifferenceCounts {
  const counts = { ...NO_ANNOTATIONS };
  for (const change of changes) {
    counts[change.kind] += 1;
    if (change.kind !== "changed") continue;
    if (change.geometryChanged) counts.geometryChanged += 1;
    if (change.categoryIdBefore !== change.categoryIdAfter) counts.categoryChanged += 1;
  }
  return counts;
}

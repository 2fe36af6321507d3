import type { BoxXywhPx, Geometry } from "@maskyard/annotations";
import type { ManifestImage, SnapshotManifest } from "@maskyard/store";
import { UserError } from "../failure/userError.ts";

/** An annotation that a detector can learn from; box and geometry in upright image pixels. */
export interface LearnableAnnotation {
  geometry: Geometry;
  boxXywhPx: BoxXywhPx;
  /** 1 .. number of categories; 0 is the background. */
  label: number;
}

export interface DataImage {
  id: string;
  fileName: string;
  blobSha256: string;
  widthPx: number;
  heightPx: number;
  annotations: LearnableAnnotation[];
}

export interface TrainingSet {
  /** In the order of their labels: `categories[0]` has label 1. */
  categories: { id: string; name: string }[];
  train: DataImage[];
  /** Every annotation of them, crowds and thin boxes too: that is what an evaluation counts against. */
  val: ManifestImage[];
  annotationCount: number;
  skipped: { crowd: number; thinBox: number };
  /** Annotations of which only the box is known: their mask is the filled box. */
  boxOnlyCount: number;
}

/** A side below this, in image pixels, gives no box to regress to. */
const minBoxSidePx = 1;

/**
 * What of a snapshot a run trains on. Without a split every image is a training image. Images without annotations stay:
 * they teach the background.
 *
 * @throws UserError when there is nothing to learn from
 */
export function readTrainingSet(manifest: SnapshotManifest): TrainingSet {
  const categories = [...manifest.categories].sort((a, b) => a.position - b.position);
  const labelOf = new Map(categories.map((category, index) => [category.id, index + 1]));
  const skipped = { crowd: 0, thinBox: 0 };
  let boxOnlyCount = 0;
  const train = manifest.images
    .filter((image) => image.subset === "train" || image.subset === null)
    .map((image): DataImage => {
      const annotations: LearnableAnnotation[] = [];
      for (const annotation of image.annotations) {
        const label = labelOf.get(annotation.categoryId);
        if (label === undefined) {
          throw new Error(`readTrainingSet: annotation ${annotation.id} has a category that the snapshot lacks`);
        }
        if (annotation.isCrowd) skipped.crowd++;
        else if (visibleSidePx(annotation.boxXywhPx, image) < minBoxSidePx) skipped.thinBox++;
        else {
          if (annotation.geometry.type === "box") boxOnlyCount++;
          annotations.push({ geometry: annotation.geometry, boxXywhPx: annotation.boxXywhPx, label });
        }
      }
      const { id, fileName, blobSha256, widthPx, heightPx } = image;
      return { id, fileName, blobSha256, widthPx, heightPx, annotations };
    });
  const annotationCount = train.reduce((sum, image) => sum + image.annotations.length, 0);
  checkLearnable(manifest, train.length, annotationCount, skipped);
  return {
    categories: categories.map(({ id, name }) => ({ id, name })),
    train,
    val: manifest.images.filter((image) => image.subset === "val"),
    annotationCount,
    skipped,
    boxOnlyCount,
  };
}

function checkLearnable(
  manifest: SnapshotManifest,
  imageCount: number,
  annotationCount: number,
  skipped: TrainingSet["skipped"],
) {
  if (manifest.images.length === 0) {
    throw new UserError("The snapshot has no images: import some, then launch the run again.");
  }
  if (imageCount === 0) {
    throw new UserError("The snapshot's split has no training images: make a split whose train part is not empty.");
  }
  if (manifest.categories.length === 0) {
    throw new UserError("The dataset has no categories: annotate some images first, then launch the run again.");
  }
  if (annotationCount === 0) {
    const skippedCount = skipped.crowd + skipped.thinBox;
    const aside = skippedCount > 0 ? ` (${skippedCount} crowds and boxes under ${minBoxSidePx} px are not used)` : "";
    throw new UserError(
      `None of the ${imageCount} training images has an annotation to learn from${aside}: annotate some of them, then launch the run again.`,
    );
  }
}

/** The shorter side of the part of a box that lies within the image. */
function visibleSidePx([x, y, width, height]: BoxXywhPx, image: { widthPx: number; heightPx: number }): number {
  const visibleWidth = Math.min(x + width, image.widthPx) - Math.max(x, 0);
  const visibleHeight = Math.min(y + height, image.heightPx) - Math.max(y, 0);
  return Math.min(visibleWidth, visibleHeight);
}

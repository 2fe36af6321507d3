import type { BoxXywhPx, Geometry } from "@maskyard/annotations";

export type SubsetName = "train" | "val" | "test";

/** An annotation as it stood when the snapshot was taken; upright image pixels. */
export interface ManifestAnnotation {
  readonly id: string;
  readonly revision: number;
  readonly categoryId: string;
  readonly geometry: Geometry;
  readonly boxXywhPx: BoxXywhPx;
  readonly areaPx: number;
  readonly isCrowd: boolean;
}

export interface ManifestImage {
  readonly id: string;
  readonly fileName: string;
  readonly blobSha256: string;
  /** Upright size. */
  readonly widthPx: number;
  readonly heightPx: number;
  readonly exifOrientation: number;
  /** Null only where the snapshot was taken without a split. */
  readonly subset: SubsetName | null;
  readonly annotations: readonly ManifestAnnotation[];
}

/** `position` orders the categories; a class label of the model is its index in this list + 1. */
export interface ManifestCategory {
  readonly id: string;
  readonly name: string;
  readonly position: number;
}

/** What a run trains on, frozen. Categories are sorted by position, images and annotations by id. */
export interface SnapshotManifest {
  readonly version: 1;
  readonly datasetId: string;
  readonly categories: readonly ManifestCategory[];
  readonly images: readonly ManifestImage[];
}

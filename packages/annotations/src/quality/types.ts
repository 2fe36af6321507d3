import type { BoxXywhPx, Geometry } from "../document/types.ts";

/** What is wrong with an annotation, an image or the whole. */
export const FINDING_KINDS = [
  "degenerate",
  "tangled",
  "tiny",
  "outside",
  "duplicate",
  "overlap",
  "crowded",
  "unlabelled",
  "single-class",
  "imbalance",
] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

export interface QualityAnnotation {
  readonly id: string;
  readonly categoryId: string;
  readonly geometry: Geometry;
  readonly boxXywhPx: BoxXywhPx;
  readonly areaPx: number;
  readonly isCrowd: boolean;
}

export interface QualityImage {
  readonly id: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly annotations: readonly QualityAnnotation[];
}

/** One place to look at. The annotations named first are those a fix would take away or cut. */
export interface QualityFinding {
  readonly kind: FindingKind;
  readonly imageId: string;
  readonly annotationIds: readonly string[];
  /** What was measured, as the end of a sentence. */
  readonly detail: string;
}

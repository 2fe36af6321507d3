import type { Augmentation } from "@maskyard/annotations";
import type { AugmentConfiguration, AugmentKey, TrainingImage, TrainingTarget } from "@maskyard/model";
import type { LearnableAnnotation } from "./trainingSet.ts";

/** What a worker thread is asked for. */
export interface SampleRequest {
  path: string;
  cacheKey: string;
  fileName: string;
  widthPx: number;
  heightPx: number;
  /** null: the image alone, as an evaluation needs it. */
  learning: {
    annotations: LearnableAnnotation[];
    augmentation: AugmentConfiguration;
    /** What the augmentation is a function of. */
    keys: AugmentKey;
  } | null;
}

export interface Sample {
  image: TrainingImage;
  /** Empty where only the image was asked for. */
  target: TrainingTarget;
  /** What was done to the image; null where only the image was asked for. */
  augmentation: Augmentation | null;
  emptyMaskCount: number;
}

export interface SampleWorkerData {
  cacheBytes: number;
}

export type SampleReply = { id: number; sample: Sample } | { id: number; error: string };

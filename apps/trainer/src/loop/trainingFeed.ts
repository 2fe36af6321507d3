import type { Augmentation } from "@maskyard/annotations";
import type { TrainingImage, TrainingTarget } from "@maskyard/model";
import { ReadAhead } from "../data/readAhead.ts";
import type { DataImage } from "../data/trainingSet.ts";
import { type BatchOrder, createBatchOrder } from "../order/batchOrder.ts";
import { epochOfStep, type TrainingPlan } from "../order/trainingPlan.ts";
import { augmentationOf } from "./augmentationOf.ts";
import type { RunContext } from "./runContext.ts";

/** The images of a step that are in the engine at once. */
export interface TrainingBatch {
  /** From 1. */
  step: number;
  /** Of the step's images; 1 where the step is one batch. */
  share: number;
  isLastOfStep: boolean;
  imageIds: string[];
  imageNames: string[];
  images: TrainingImage[];
  targets: TrainingTarget[];
  /** What was done to each of the images. */
  augmentations: (Augmentation | null)[];
  /** Annotations of these images that cover no pixel, and so are left out; by image id. */
  emptyMaskCounts: Map<string, number>;
}

const batchesAhead = 3;
const bytesAhead = 256 * 1024 * 1024;

interface OrderedBatch {
  step: number;
  share: number;
  isLastOfStep: boolean;
  /** Of the training images. */
  indices: number[];
}

export type TrainingFeed = ReadAhead<OrderedBatch, TrainingBatch>;

/** The batches of the steps after `resumedFromStep`, made ready by worker threads while the one before computes. */
export function openTrainingFeed(context: RunContext, resumedFromStep: number): TrainingFeed {
  const { configuration, plan, set, loader, blobs } = context;
  const order = createBatchOrder(plan, configuration.seed);
  const augmentation = augmentationOf(configuration);
  const framePx = augmentation.cropSizePx ?? 0;
  const imageAt = (index: number) => set.train[index] as DataImage;
  return new ReadAhead({
    items: batchesAfter(resumedFromStep, plan, order),
    maxItems: batchesAhead,
    maxBytes: bytesAhead,
    // Three bytes of colour and one of mask for every annotation.
    estimateBytes: ({ indices }) =>
      indices.reduce((sum, index) => {
        const image = imageAt(index);
        return sum + Math.max(image.widthPx * image.heightPx, framePx * framePx) * (3 + image.annotations.length);
      }, 0),
    load: async ({ step, share, isLastOfStep, indices }) => {
      const keys = { seed: configuration.seed, epoch: epochOfStep(plan, step) };
      const samples = await Promise.all(
        indices.map((index) => {
          const { blobSha256, fileName, widthPx, heightPx, annotations } = imageAt(index);
          return loader.load({
            path: blobs.path(blobSha256),
            cacheKey: blobSha256,
            fileName,
            widthPx,
            heightPx,
            learning: { annotations, augmentation, keys: { ...keys, index } },
          });
        }),
      );
      return {
        step,
        share,
        isLastOfStep,
        imageIds: indices.map((index) => imageAt(index).id),
        imageNames: indices.map((index) => imageAt(index).fileName),
        images: samples.map((sample) => sample.image),
        targets: samples.map((sample) => sample.target),
        augmentations: samples.map((sample) => sample.augmentation),
        emptyMaskCounts: new Map(
          samples.map((sample, at) => [imageAt(indices[at] as number).id, sample.emptyMaskCount]),
        ),
      };
    },
  });
}

function* batchesAfter(step: number, plan: TrainingPlan, order: BatchOrder): Generator<OrderedBatch, void> {
  for (let next = step + 1; next <= plan.totalSteps; next++) {
    const indices = order.imageIndices(next);
    for (let first = 0; first < indices.length; first += plan.batchSize) {
      const batch = indices.slice(first, first + plan.batchSize);
      const isLastOfStep = first + plan.batchSize >= indices.length;
      yield { step: next, share: batch.length / indices.length, isLastOfStep, indices: batch };
    }
  }
}

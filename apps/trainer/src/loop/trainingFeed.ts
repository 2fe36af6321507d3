import type { TrainingImage, TrainingTarget } from "@maskyard/model";
import { ReadAhead } from "../data/readAhead.ts";
import type { DataImage } from "../data/trainingSet.ts";
import { createBatchOrder } from "../order/batchOrder.ts";
import { epochOfStep } from "../order/trainingPlan.ts";
import { augmentationOf } from "./augmentationOf.ts";
import type { RunContext } from "./runContext.ts";

export interface TrainingBatch {
  /** From 1. */
  step: number;
  imageIds: string[];
  imageNames: string[];
  images: TrainingImage[];
  targets: TrainingTarget[];
  /** Annotations of these images that cover no pixel, and so are left out; by image id. */
  emptyMaskCounts: Map<string, number>;
}

const batchesAhead = 3;
const bytesAhead = 256 * 1024 * 1024;

/** The batches of the steps after `resumedFromStep`, made ready by worker threads while the step before computes. */
export function openTrainingFeed(context: RunContext, resumedFromStep: number): ReadAhead<number, TrainingBatch> {
  const { configuration, plan, set, loader, blobs } = context;
  const order = createBatchOrder(plan, configuration.seed);
  const augmentation = augmentationOf(configuration);
  const framePx = augmentation.cropSizePx ?? 0;
  const imageAt = (index: number) => set.train[index] as DataImage;
  return new ReadAhead({
    items: stepsAfter(resumedFromStep, plan.totalSteps),
    maxItems: batchesAhead,
    maxBytes: bytesAhead,
    // Three bytes of colour and one of mask for every annotation.
    estimateBytes: (step) =>
      order.imageIndices(step).reduce((sum, index) => {
        const image = imageAt(index);
        return sum + Math.max(image.widthPx * image.heightPx, framePx * framePx) * (3 + image.annotations.length);
      }, 0),
    load: async (step) => {
      const keys = { seed: configuration.seed, epoch: epochOfStep(plan, step) };
      const indices = order.imageIndices(step);
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
        imageIds: indices.map((index) => imageAt(index).id),
        imageNames: indices.map((index) => imageAt(index).fileName),
        images: samples.map((sample) => sample.image),
        targets: samples.map((sample) => sample.target),
        emptyMaskCounts: new Map(
          samples.map((sample, at) => [imageAt(indices[at] as number).id, sample.emptyMaskCount]),
        ),
      };
    },
  });
}

function* stepsAfter(step: number, lastStep: number): Generator<number, void> {
  for (let next = step + 1; next <= lastStep; next++) yield next;
}

import { shuffledIndices } from "@maskyard/model";
import { epochOfStep, type TrainingPlan } from "./trainingPlan.ts";

export interface BatchOrder {
  /** Indices of the training images that a step, from 1, learns from. */
  imageIndices(step: number): number[];
}

/**
 * Which images each step sees: every epoch all of them, in an order that is a function of seed and epoch only. A run that
 * is continued from step n therefore goes on exactly as the one that was cut off.
 */
export function createBatchOrder(plan: TrainingPlan, seed: number): BatchOrder {
  let shuffled: { epoch: number; indices: Int32Array } | null = null;
  return {
    imageIndices(step) {
      const epoch = epochOfStep(plan, step);
      if (shuffled?.epoch !== epoch) shuffled = { epoch, indices: shuffledIndices(plan.imageCount, { seed, epoch }) };
      const first = ((step - 1) % plan.stepsPerEpoch) * plan.imagesPerStep;
      return Array.from(shuffled.indices.subarray(first, first + plan.imagesPerStep));
    },
  };
}

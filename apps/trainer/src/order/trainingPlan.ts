export interface TrainingPlan {
  imageCount: number;
  batchSize: number;
  stepsPerEpoch: number;
  totalSteps: number;
  totalEpochs: number;
}

/** How many optimizer steps a run takes. The last batch of an epoch may be smaller; `maxSteps` may end the last epoch early. */
export function planTraining(options: {
  imageCount: number;
  batchSize: number;
  epochs: number;
  maxSteps: number | null;
}): TrainingPlan {
  const { imageCount, batchSize, epochs, maxSteps } = options;
  const stepsPerEpoch = Math.ceil(imageCount / batchSize);
  const totalSteps = Math.min(epochs * stepsPerEpoch, maxSteps ?? Number.POSITIVE_INFINITY);
  return { imageCount, batchSize, stepsPerEpoch, totalSteps, totalEpochs: Math.ceil(totalSteps / stepsPerEpoch) };
}

/** The epoch, from 1, that a step, from 1, belongs to; 0 for step 0. */
export function epochOfStep(plan: TrainingPlan, step: number): number {
  return Math.ceil(step / plan.stepsPerEpoch);
}

/** Whether an epoch (or the whole training) is complete after this step. */
export function endsEpoch(plan: TrainingPlan, step: number): boolean {
  return step % plan.stepsPerEpoch === 0 || step === plan.totalSteps;
}

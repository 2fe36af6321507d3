export interface TrainingPlan {
  imageCount: number;
  /** Images that are in the engine at once: a part of a step. */
  batchSize: number;
  imagesPerStep: number;
  stepsPerEpoch: number;
  totalSteps: number;
  totalEpochs: number;
}

/** How many optimizer steps a run takes. The last step of an epoch may have fewer images; `maxSteps` may end the last epoch early. */
export function planTraining(options: {
  imageCount: number;
  batchSize: number;
  accumulationSteps: number;
  epochs: number;
  maxSteps: number | null;
}): TrainingPlan {
  const { imageCount, batchSize, accumulationSteps, epochs, maxSteps } = options;
  const imagesPerStep = batchSize * accumulationSteps;
  const stepsPerEpoch = Math.ceil(imageCount / imagesPerStep);
  const totalSteps = Math.min(epochs * stepsPerEpoch, maxSteps ?? Number.POSITIVE_INFINITY);
  const totalEpochs = Math.ceil(totalSteps / stepsPerEpoch);
  return { imageCount, batchSize, imagesPerStep, stepsPerEpoch, totalSteps, totalEpochs };
}

/** The epoch, from 1, that a step, from 1, belongs to; 0 for step 0. */
export function epochOfStep(plan: TrainingPlan, step: number): number {
  return Math.ceil(step / plan.stepsPerEpoch);
}

/** Whole epochs that are over after a step. */
export function epochsDoneAfter(plan: TrainingPlan, step: number): number {
  return Math.floor(step / plan.stepsPerEpoch);
}

/** Whether an epoch (or the whole training) is complete after this step. */
export function endsEpoch(plan: TrainingPlan, step: number): boolean {
  return step % plan.stepsPerEpoch === 0 || step === plan.totalSteps;
}

import { endsEpoch, epochOfStep, type TrainingPlan } from "./trainingPlan.ts";

/** Whether the weights after this step are evaluated: at the ends of every so many epochs, and of the training. */
export function evaluationIsDue(plan: TrainingPlan, step: number, evaluateEveryEpochs: number): boolean {
  if (step === plan.totalSteps) return true;
  return endsEpoch(plan, step) && epochOfStep(plan, step) % evaluateEveryEpochs === 0;
}

/** Whether a checkpoint is written after this step: before each evaluation, and at every so many steps where that is asked for. */
export function checkpointIsDue(
  plan: TrainingPlan,
  step: number,
  settings: { evaluateEveryEpochs: number; checkpointEverySteps: number | null },
): boolean {
  const { evaluateEveryEpochs, checkpointEverySteps } = settings;
  if (checkpointEverySteps !== null && step % checkpointEverySteps === 0) return true;
  return evaluationIsDue(plan, step, evaluateEveryEpochs);
}

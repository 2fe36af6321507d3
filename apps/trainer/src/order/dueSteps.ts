import type { RunConfiguration } from "@maskyard/store";
import { endsEpoch, epochOfStep, type TrainingPlan } from "./trainingPlan.ts";

/** Whether the weights after this step are evaluated: at the ends of every so many epochs, and of the training. */
export function evaluationIsDue(plan: TrainingPlan, step: number, evaluateEveryEpochs: number): boolean {
  if (step === plan.totalSteps) return true;
  return endsEpoch(plan, step) && epochOfStep(plan, step) % evaluateEveryEpochs === 0;
}

/** Whether a checkpoint is written after this step: before each evaluation, and at every so many steps, to go on from or to keep, where that is asked for. */
export function checkpointIsDue(
  plan: TrainingPlan,
  step: number,
  settings: Pick<RunConfiguration, "evaluateEveryEpochs" | "checkpointEverySteps" | "keepCheckpointsEverySteps">,
): boolean {
  const { evaluateEveryEpochs, checkpointEverySteps, keepCheckpointsEverySteps } = settings;
  if (checkpointEverySteps !== null && step % checkpointEverySteps === 0) return true;
  if (keepCheckpointsEverySteps !== null && step % keepCheckpointsEverySteps === 0) return true;
  return evaluationIsDue(plan, step, evaluateEveryEpochs);
}

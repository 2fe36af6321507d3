export interface LearningRateSchedule {
  learningRate: number;
  /** Steps over which the rate grows linearly from `warmupFactor` of itself (torch.optim.lr_scheduler.LinearLR). */
  warmupSteps: number;
  warmupFactor: number;
  schedule: "constant" | "cosine" | "step";
  totalSteps: number;
  /** For "step": at each of these the rate is multiplied by `stepGamma`; two thirds and eight ninths of the run unless given. */
  stepMilestones?: number[];
  stepGamma?: number;
}

/** The learning rate of a step, counted from 0. */
export function learningRateAt(step: number, schedule: LearningRateSchedule): number {
  return schedule.learningRate * warmup(step, schedule) * decay(step, schedule);
}

function warmup(step: number, { warmupSteps, warmupFactor }: LearningRateSchedule): number {
  if (step >= warmupSteps) return 1;
  return warmupFactor + ((1 - warmupFactor) * step) / warmupSteps;
}

function decay(
  step: number,
  { schedule, totalSteps, stepMilestones, stepGamma, warmupSteps }: LearningRateSchedule,
): number {
  if (schedule === "constant") return 1;
  if (schedule === "cosine") {
    // From the end of the warm-up to the last step.
    const progress = Math.min(Math.max(step - warmupSteps, 0) / Math.max(totalSteps - warmupSteps, 1), 1);
    return 0.5 * (1 + Math.cos(Math.PI * progress));
  }
  // The proportions of Detectron's 90,000-step schedule: drops at 60,000 and 80,000.
  const milestones = stepMilestones ?? [Math.round((totalSteps * 2) / 3), Math.round((totalSteps * 8) / 9)];
  return (stepGamma ?? 0.1) ** milestones.filter((milestone) => step >= milestone).length;
}

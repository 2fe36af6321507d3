import { setImmediate as turn } from "node:timers/promises";
import { writeCheckpoint } from "../checkpoint/writeCheckpoint.ts";
import { evaluateOnVal } from "../evaluation/evaluateOnVal.ts";
import { checkpointIsDue, evaluationIsDue } from "../order/dueSteps.ts";
import { type EvaluatedStep, earlyStop } from "../order/earlyStopping.ts";
import { endsEpoch, epochOfStep } from "../order/trainingPlan.ts";
import { announceStart } from "./announceStart.ts";
import { EpochSummary } from "./epochSummary.ts";
import { closeRun, openRun, type RunContext, type RunContextOptions } from "./runContext.ts";
import { takeStep } from "./takeStep.ts";
import { openTrainingFeed } from "./trainingFeed.ts";

/** `stopped`: as asked, with a checkpoint of the last step taken. */
export type TrainingOutcome = "succeeded" | "stopped";

/** For tests and measurements; called after every step. */
export type StepObserver = (context: RunContext, step: number) => void;

/**
 * A whole training: from the newest checkpoint (or the beginning) through all epochs, with a checkpoint and an evaluation at
 * their ends. Resolves when everything it reported is durable.
 *
 * @throws UserError when the run cannot succeed as it was launched
 */
export async function trainRun(options: RunContextOptions & { onStep?: StepObserver }): Promise<TrainingOutcome> {
  const context = await openRun(options);
  try {
    const outcome = await train(context, options.onStep ?? (() => undefined));
    await context.reporter.flush();
    await context.link.drained();
    return outcome;
  } finally {
    await closeRun(context);
  }
}

async function train(context: RunContext, onStep: StepObserver): Promise<TrainingOutcome> {
  const { plan, configuration, reporter, control } = context;
  await announceStart(context);
  const firstStep = context.resumed?.step ?? 0;
  // Later ones were of the attempt that was cut off, and are gone.
  const evaluations = context.start.evaluations.filter((evaluation) => evaluation.step <= firstStep);
  // The attempt before may have been cut off between an epoch's checkpoint and its evaluation, or between that and its end.
  if (context.resumed) await evaluateIfDue(context, evaluations, firstStep, context.resumed.checkpointId);
  if (stopsInSweep(context, firstStep) || stopsEarly(context, evaluations)) return "succeeded";
  const feed = openTrainingFeed(context, firstStep);
  const emptyMaskCounts = new Map<string, number>();
  let summary = new EpochSummary();
  let savedStep = firstStep;
  let step = firstStep;
  while (step < plan.totalSteps && !control.stopRequested) {
    step++;
    const result = await takeStep(context, feed, step, { attemptStep: step - firstStep, emptyMaskCounts });
    summary.add(result);
    reporter.progress(step, epochOfStep(plan, step));
    onStep(context, step);
    await reporter.flushWhenDue();
    // The step blocked this thread: messages (stop, acknowledgements) are read now.
    await turn();

    if (endsEpoch(plan, step)) {
      reporter.log(summary.describe(epochOfStep(plan, step), plan.totalEpochs, result.learningRate));
      warnOfEmptyMasks(context, step, firstStep, emptyMaskCounts);
      summary = new EpochSummary();
    }
    if (!checkpointIsDue(plan, step, configuration)) continue;
    const checkpointId = await writeCheckpoint(context, step, { loss: result.totalLoss });
    savedStep = step;
    await evaluateIfDue(context, evaluations, step, checkpointId);
    if (stopsInSweep(context, step) || stopsEarly(context, evaluations)) return "succeeded";
  }
  if (!control.stopRequested) return "succeeded";
  if (savedStep !== step) await writeCheckpoint(context, step, {});
  reporter.log(`stopped after step ${step} of ${plan.totalSteps}`);
  return "stopped";
}

/** Adds to `evaluations` what it evaluates. */
async function evaluateIfDue(
  context: RunContext,
  evaluations: EvaluatedStep[],
  step: number,
  checkpointId: string,
): Promise<void> {
  const { plan, configuration, trainStep } = context;
  if (!evaluationIsDue(plan, step, configuration.evaluateEveryEpochs)) return;
  if (evaluations.some((evaluation) => evaluation.step === step)) return;
  const evaluated = await trainStep.withEvaluatedWeights(() => evaluateOnVal(context, step, checkpointId));
  if (!evaluated) return;
  evaluations.push(evaluated);
  if (evaluated.sweepStop !== null) context.sweepStop = { step, sentence: evaluated.sweepStop };
}

/** Whether the run's sweep ends it after this step, as it decided now or in an attempt that was cut off. */
function stopsInSweep({ sweepStop, reporter }: RunContext, step: number): boolean {
  if (sweepStop === null || sweepStop.step > step) return false;
  reporter.log(sweepStop.sentence);
  return true;
}

function stopsEarly({ configuration, plan, reporter }: RunContext, evaluations: readonly EvaluatedStep[]): boolean {
  const stop = earlyStop(evaluations, configuration.earlyStoppingEvaluations);
  const step = evaluations.at(-1)?.step;
  if (stop === null || step === undefined || step === plan.totalSteps) return false;
  const best =
    stop.bestStep === null || stop.bestValue === null
      ? "there was nothing to find"
      : `the best was ${stop.bestValue.toFixed(3)} after step ${stop.bestStep}`;
  const times = stop.withoutGain === 1 ? "evaluation" : `${stop.withoutGain} evaluations`;
  reporter.log(
    `stopped early after step ${step} of ${plan.totalSteps}: the last ${times} brought no better mask AP; ${best}`,
  );
  return true;
}

/** Once, when the first whole epoch of this attempt has seen every image. */
function warnOfEmptyMasks(context: RunContext, step: number, resumedFromStep: number, counts: Map<string, number>) {
  const { plan, reporter, set } = context;
  const epochsDone = epochOfStep(plan, step) - epochOfStep(plan, resumedFromStep);
  if (epochsDone !== 1 || counts.size < set.train.length) return;
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  if (total > 0) reporter.log(`${total} annotations cover no pixel of their image and are not trained on`, "warn");
}

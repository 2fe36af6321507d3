import { epochOfStep } from "../order/trainingPlan.ts";
import { describeData } from "./describeData.ts";
import { describeProcess } from "./provenance.ts";
import type { RunContext } from "./runContext.ts";

/**
 * Says where the training goes on from, and has everything recorded after that step removed before the next is taken: those
 * points belong to an attempt that was cut off.
 */
export async function announceStart(context: RunContext): Promise<void> {
  const { start, reporter, link, plan, engine, resumed } = context;
  const step = resumed?.step ?? 0;
  for (const line of describeData(context)) reporter.log(line);
  await link.post({
    type: "started",
    resumedFromStep: step,
    epoch: epochOfStep(plan, step),
    totalSteps: plan.totalSteps,
    totalEpochs: plan.totalEpochs,
    stepsPerEpoch: plan.stepsPerEpoch,
    provenance: describeProcess(engine),
  });
  if (resumed) reporter.log(`continued from the checkpoint after step ${step}`);
  else if (start.attempt > 1) reporter.log("no checkpoint to continue from: started again from the beginning");
  await reporter.flush();
}

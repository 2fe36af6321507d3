import { importWeights } from "@maskyard/model";
import { readNewestCheckpoint } from "../checkpoint/readNewestCheckpoint.ts";
import { epochOfStep } from "../order/trainingPlan.ts";
import { describeProcess } from "../provenance.ts";
import { describeData } from "./describeData.ts";
import type { RunContext } from "./runContext.ts";

export interface ResumePoint {
  /** 0: from the beginning. */
  step: number;
  /** null at step 0. */
  checkpointId: string | null;
}

/**
 * Puts the newest whole checkpoint into the model, and has everything recorded after its step removed before the first step
 * is taken: those points belong to an attempt that was cut off.
 */
export async function resume(context: RunContext): Promise<ResumePoint> {
  const { start, blobs, model, trainStep, reporter, link, plan, engine } = context;
  for (const line of describeData(context)) reporter.log(line);
  const checkpoint = await readNewestCheckpoint(blobs, start.checkpoints, (step, reason) => {
    reporter.log(`the checkpoint after step ${step} cannot be used: ${reason}`, "warn");
  });
  if (checkpoint) {
    importWeights(model, checkpoint.weights);
    trainStep.importState(checkpoint.optimizerState);
  }
  const step = checkpoint?.step ?? 0;
  await link.post({
    type: "started",
    resumedFromStep: step,
    epoch: epochOfStep(plan, step),
    totalSteps: plan.totalSteps,
    totalEpochs: plan.totalEpochs,
    provenance: describeProcess(engine),
  });
  if (checkpoint) reporter.log(`continued from the checkpoint after step ${step}`);
  else if (start.attempt > 1) reporter.log("no checkpoint to continue from: started again from the beginning");
  await reporter.flush();
  return { step, checkpointId: checkpoint?.id ?? null };
}

import { setImmediate as turn } from "node:timers/promises";
import type { Augmentation } from "@maskyard/annotations";
import type { LossName, StepResult } from "@maskyard/model";
import type { LossPart } from "@maskyard/store";
import { explainStepFailure } from "./explainStepFailure.ts";
import { describeLosses, partOfLoss, seriesOfLoss } from "./lossSeries.ts";
import type { RunContext } from "./runContext.ts";
import type { TrainingFeed } from "./trainingFeed.ts";

export interface TakenStep extends StepResult {
  stepMs: number;
  dataWaitMs: number;
}

/** The first steps are told one by one: whoever launched the run sees at once that it works, and how fast. */
const toldSteps = 3;
const bytesPerMiB = 1024 * 1024;
const kibPerMiB = 1024;

/**
 * One optimizer step, of one batch or, with accumulation, of several; its points and its images' own losses.
 *
 * @param options `attemptStep` counts this attempt's steps from 1; `emptyMaskCounts` is added to
 * @throws UserError naming step and images when a loss is not finite, or the memory does not suffice
 */
export async function takeStep(
  context: RunContext,
  feed: TrainingFeed,
  step: number,
  options: { attemptStep: number; emptyMaskCounts: Map<string, number> },
): Promise<TakenStep> {
  const { trainStep, configuration, reporter } = context;
  const at = { step: step - 1, seed: configuration.seed };
  const imageIds: string[] = [];
  const augmentations: (Augmentation | null)[] = [];
  let result: StepResult | null = null;
  let [stepMs, dataWaitMs] = [0, 0];
  while (result === null) {
    const askedMs = performance.now();
    const batch = await feed.next();
    const startedMs = performance.now();
    dataWaitMs += startedMs - askedMs;
    if (batch?.step !== step) throw new Error(`takeStep: expected a batch of step ${step}, got one of ${batch?.step}`);
    for (const [imageId, count] of batch.emptyMaskCounts) options.emptyMaskCounts.set(imageId, count);
    imageIds.push(...batch.imageIds);
    augmentations.push(...batch.augmentations);
    try {
      trainStep.addPart(batch.images, batch.targets, { ...at, share: batch.share });
      if (batch.isLastOfStep) result = trainStep.finish(at);
    } catch (error) {
      throw explainStepFailure(error, batch, configuration);
    }
    stepMs += performance.now() - startedMs;
    // The part blocked this thread: messages (stop, acknowledgements) are read now.
    if (!batch.isLastOfStep) await turn();
  }
  reporter.points(step, pointsOf({ ...result, stepMs, dataWaitMs }));
  reporter.imageLosses(
    result.perImageLosses.map((losses, place) => {
      const [imageId, augmentation] = [imageIds[place] as string, augmentations[place] as Augmentation | null];
      return { step, imageId, augmentation, ...partsOf(losses) };
    }),
  );
  if (options.attemptStep <= toldSteps) {
    reporter.log(
      `step ${step}: loss ${result.totalLoss.toFixed(3)} (${describeLosses(result.losses)}), ${(stepMs / 1000).toFixed(2)} s`,
    );
  }
  return { ...result, stepMs, dataWaitMs };
}

function pointsOf({ totalLoss, losses, learningRate, stepMs, dataWaitMs }: TakenStep): Record<string, number> {
  const parts = Object.entries(losses).map(([name, value]) => [seriesOfLoss[name as LossName], value]);
  return {
    loss: totalLoss,
    ...Object.fromEntries(parts),
    lr: learningRate,
    step_ms: stepMs,
    data_wait_ms: dataWaitMs,
    rss_mib: process.memoryUsage.rss() / bytesPerMiB,
    peak_rss_mib: process.resourceUsage().maxRSS / kibPerMiB,
  };
}

function partsOf(losses: Record<LossName, number>): Record<LossPart, number> {
  const parts = Object.entries(losses).map(([name, value]) => [partOfLoss[name as LossName], value]);
  return Object.fromEntries(parts) as Record<LossPart, number>;
}

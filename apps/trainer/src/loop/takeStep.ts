import { type LossName, NonFiniteLossError } from "@maskyard/model";
import type { ImageLossInput, LossPart } from "@maskyard/store";
import { UserError } from "../userError.ts";
import { describeLosses, partOfLoss, seriesOfLoss } from "./lossSeries.ts";
import type { RunContext } from "./runContext.ts";
import type { TrainingBatch } from "./trainingFeed.ts";

export interface StepResult {
  totalLoss: number;
  losses: Record<LossName, number>;
  learningRate: number;
  stepMs: number;
  dataWaitMs: number;
}

/** The first steps are told one by one: whoever launched the run sees at once that it works, and how fast. */
const toldSteps = 3;
const bytesPerMiB = 1024 * 1024;

/**
 * One optimizer step, its points and its images' own losses.
 *
 * @throws UserError naming step and images when a loss is not finite, or the memory does not suffice
 */
export function takeStep(
  context: RunContext,
  batch: TrainingBatch,
  dataWaitMs: number,
  attemptStep: number,
): StepResult {
  const { trainStep, configuration, reporter } = context;
  const startedMs = performance.now();
  const { losses, perImageLosses, totalLoss, learningRate } = explained(batch, () =>
    trainStep.step(batch.images, batch.targets, { step: batch.step - 1, seed: configuration.seed }),
  );
  const stepMs = performance.now() - startedMs;
  const lossPoints = Object.fromEntries(
    Object.entries(losses).map(([name, value]) => [seriesOfLoss[name as LossName], value]),
  );
  reporter.points(batch.step, {
    loss: totalLoss,
    ...lossPoints,
    lr: learningRate,
    step_ms: stepMs,
    data_wait_ms: dataWaitMs,
    rss_mib: process.memoryUsage.rss() / bytesPerMiB,
  });
  reporter.imageLosses(perImageLosses.map((own, at) => imageLoss(batch.step, batch.imageIds[at] as string, own)));
  if (attemptStep <= toldSteps) {
    reporter.log(
      `step ${batch.step}: loss ${totalLoss.toFixed(3)} (${describeLosses(losses)}), ${(stepMs / 1000).toFixed(2)} s`,
    );
  }
  return { totalLoss, losses, learningRate, stepMs, dataWaitMs };
}

function imageLoss(step: number, imageId: string, losses: Record<LossName, number>): ImageLossInput {
  const parts = Object.entries(losses).map(([name, value]) => [partOfLoss[name as LossName], value]);
  return { step, imageId, ...(Object.fromEntries(parts) as Record<LossPart, number>) };
}

function explained<T>(batch: TrainingBatch, step: () => T): T {
  try {
    return step();
  } catch (error) {
    const images = batch.imageNames.join(", ");
    if (error instanceof NonFiniteLossError) {
      const names = error.lossNames.map((name) => seriesOfLoss[name]).join(", ");
      throw new UserError(
        `The loss is no longer a finite number at step ${batch.step} (${names}; images ${images}): lower learningRate, lengthen warmupSteps or set gradientClipNorm.`,
      );
    }
    if (error instanceof Error && /OOM when allocating|ResourceExhausted|RESOURCE_EXHAUSTED/i.test(error.message)) {
      const largest = Math.max(...batch.images.map((image) => image.widthPx * image.heightPx));
      throw new UserError(
        `Memory ran out at step ${batch.step} (${batch.images.length} images of up to ${(largest / 1e6).toFixed(1)} megapixels: ${images}): lower maxSizePx, batchSize or roiBatchSizePerImage.`,
      );
    }
    throw error;
  }
}

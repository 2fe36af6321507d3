import { type LossName, NonFiniteLossError } from "@maskyard/model";
import { DivergedError, UserError } from "../failure/userError.ts";
import { type MemorySettings, whatToLower } from "../failure/whatToLower.ts";
import { seriesOfLoss } from "./lossSeries.ts";

/** What a step that failed was working on. */
export interface FailedBatch {
  /** From 1. */
  step: number;
  imageNames: readonly string[];
  images: readonly { widthPx: number; heightPx: number }[];
}

const outOfMemory =
  /OOM when allocating|ResourceExhausted|RESOURCE_EXHAUSTED|bad_alloc|Array buffer allocation failed/i;

/** A failure of a step for the person who launched the run: what, where, and what to do; others come back as they are. */
export function explainStepFailure(
  error: unknown,
  { step, imageNames, images }: FailedBatch,
  configuration: MemorySettings,
): unknown {
  if (error instanceof NonFiniteLossError) {
    const losses = error.lossNames.map((name) => seriesOfLoss[name]).join(", ");
    return new DivergedError(
      `The loss is no longer a finite number at step ${step} (${losses}; ${describeImages(error, imageNames)}): lower learningRate, lengthen warmupSteps or set gradientClipNorm.`,
    );
  }
  if (error instanceof Error && outOfMemory.test(error.message)) {
    const largest = images.reduce((a, b) => (b.widthPx * b.heightPx > a.widthPx * a.heightPx ? b : a));
    return new UserError(
      `Memory ran out at step ${step} with ${images.length === 1 ? "an image" : `${images.length} images`} of up to ${largest.widthPx} x ${largest.heightPx} px (${imageNames.join(", ")}): lower ${whatToLower(configuration)}.`,
    );
  }
  return error;
}

/** Those of the images whose own loss is broken, where they can be told from the others. */
function describeImages({ lossNames, perImageLosses }: NonFiniteLossError, imageNames: readonly string[]): string {
  const isBroken = (losses: Record<LossName, number> | undefined) =>
    losses !== undefined && lossNames.some((name) => !Number.isFinite(losses[name]));
  const broken = imageNames.filter((_, place) => isBroken(perImageLosses[place]));
  const all = `images ${imageNames.join(", ")}`;
  return broken.length > 0 && broken.length < imageNames.length ? `${all}; of these ${broken.join(", ")}` : all;
}

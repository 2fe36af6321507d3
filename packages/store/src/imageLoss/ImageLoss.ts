import type { Augmentation } from "@maskyard/annotations";

/** The parts of a loss, in the order they are stored and summed in: torchvision's five. */
export const LOSS_PARTS = ["classifier", "boxRegression", "mask", "objectness", "rpnBoxRegression"] as const;
export type LossPart = (typeof LOSS_PARTS)[number];

/** What one image's losses were at one optimizer step: those it would have, were it alone in its batch. NaN and infinities stay. */
export interface ImageLossInput extends Readonly<Record<LossPart, number>> {
  /** From 1. */
  readonly step: number;
  readonly imageId: string;
  /** What was done to the image before this step saw it; null where that was not recorded, as in steps of older versions. */
  readonly augmentation: Augmentation | null;
}

export interface ImageLoss extends ImageLossInput {
  /** Sum of the five. */
  readonly total: number;
}

export function totalLoss(losses: Readonly<Record<LossPart, number>>): number {
  return LOSS_PARTS.reduce((sum, part) => sum + losses[part], 0);
}

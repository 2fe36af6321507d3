import type { RunConfiguration } from "@maskyard/store";

/** The settings that memory depends on most. */
export type MemorySettings = Pick<RunConfiguration, "batchSize" | "minSizePx" | "maxSizePx" | "roiBatchSizePerImage">;

/** Which settings to lower when the memory does not suffice, with what they are. */
export function whatToLower({ batchSize, minSizePx, maxSizePx, roiBatchSizePerImage }: MemorySettings): string {
  return [
    ...(batchSize > 1 ? [`batchSize (${batchSize}; accumulationSteps makes up for it)`] : []),
    `minSizePx and maxSizePx (${minSizePx} and ${maxSizePx})`,
    `roiBatchSizePerImage (${roiBatchSizePerImage})`,
  ].join(" or ");
}

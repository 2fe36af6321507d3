export const SUBSET_NAMES = ["train", "val", "test"] as const;
export type SubsetName = (typeof SUBSET_NAMES)[number];

/** Shares of the whole; each at least 0, together 1. */
export interface SplitRatios {
  readonly train: number;
  readonly val: number;
  readonly test: number;
}

/** Images wanted in each subset; those that none wants are left out of the split. */
export interface SplitCounts {
  readonly trainCount: number;
  readonly valCount: number;
  readonly testCount: number;
}

export type SplitSizes = SplitRatios | SplitCounts;

/** What a split needs to know of an image. */
export interface SplitImage {
  readonly key: string;
  /** Images of one group never part (tiles of one photograph, frames of one video); null or absent stands alone. */
  readonly group?: string | null;
  /** Instances by stratum (a category, or a category and a size); used by the stratified split only. */
  readonly instances?: Readonly<Record<string, number>>;
}

/** Image keys by subset, each list sorted. Every image is in at most one list, and in exactly one when sizes are ratios. */
export interface SplitAssignment {
  readonly train: readonly string[];
  readonly val: readonly string[];
  readonly test: readonly string[];
}

/** Thrown for sizes, patterns or images that no split can be made of; the message is for the user. */
export class SplitError extends Error {
  override readonly name = "SplitError";
}

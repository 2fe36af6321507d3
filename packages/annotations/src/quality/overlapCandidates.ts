import type { QualityAnnotation } from "./types.ts";

/** Boxes held against each other in one image: some tenths of a second. */
const TESTS_MAX = 20_000_000;
/** Pairs whose masks are to be compared in one image. */
const PAIRS_MAX = 100_000;

export interface OverlapCandidates {
  /** Of annotations by their place in the list: those before them, in order. */
  readonly earlierOf: ReadonlyMap<number, readonly number[]>;
  /** Whether all pairs of the image are among them; false where it has too many on top of one another. */
  readonly isComplete: boolean;
}

/**
 * Pairs of one class whose boxes let their masks share more than `shareMin` of the larger: boxes are gone through from left to right, each
 * held against those of its class that are not yet behind.
 */
export function overlapCandidates(annotations: readonly QualityAnnotation[], shareMin: number): OverlapCandidates {
  const order = [...annotations.keys()]
    .filter((i) => !(annotations[i] as QualityAnnotation).isCrowd)
    .sort((i, j) => leftOf(annotations[i]) - leftOf(annotations[j]));
  const open = new Map<string, number[]>();
  const earlierOf = new Map<number, number[]>();
  let tests = 0;
  let pairs = 0;
  for (const i of order) {
    const one = annotations[i] as QualityAnnotation;
    const others = (open.get(one.categoryId) ?? []).filter((j) => rightOf(annotations[j]) > one.boxXywhPx[0]);
    for (const j of others) {
      if (++tests > TESTS_MAX || pairs > PAIRS_MAX) return { earlierOf: sorted(earlierOf), isComplete: false };
      if (!canOverlap(one, annotations[j] as QualityAnnotation, shareMin)) continue;
      pairs++;
      const later = Math.max(i, j);
      const known = earlierOf.get(later);
      if (known === undefined) earlierOf.set(later, [Math.min(i, j)]);
      else known.push(Math.min(i, j));
    }
    others.push(i);
    open.set(one.categoryId, others);
  }
  return { earlierOf: sorted(earlierOf), isComplete: true };
}

function sorted(earlierOf: Map<number, number[]>): Map<number, number[]> {
  for (const earlier of earlierOf.values()) earlier.sort((a, b) => a - b);
  return earlierOf;
}

function leftOf(annotation: QualityAnnotation | undefined): number {
  return annotation?.boxXywhPx[0] ?? 0;
}

function rightOf(annotation: QualityAnnotation | undefined): number {
  return annotation === undefined ? 0 : annotation.boxXywhPx[0] + annotation.boxXywhPx[2];
}

/** False where the boxes alone tell that the masks share too little: these share at most what the boxes share. */
function canOverlap(a: QualityAnnotation, b: QualityAnnotation, shareMin: number): boolean {
  const [ax, ay, aWidth, aHeight] = a.boxXywhPx;
  const [bx, by, bWidth, bHeight] = b.boxXywhPx;
  const sharedWidth = Math.min(ax + aWidth, bx + bWidth) - Math.max(ax, bx);
  const sharedHeight = Math.min(ay + aHeight, by + bHeight) - Math.max(ay, by);
  if (sharedWidth <= 0 || sharedHeight <= 0) return false;
  return sharedWidth * sharedHeight > shareMin * Math.max(a.areaPx, b.areaPx);
}

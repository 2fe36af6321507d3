/** The figure that makes a checkpoint the best, the mask AP; null where there was nothing to find. */
export function averagePrecisionOf({ segm }: { segm: { AP: number } }): number | null {
  return segm.AP >= 0 ? segm.AP : null;
}

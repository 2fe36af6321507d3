import type { FindingKind } from "./types.ts";

/** The rarest class has fewer than this share of the commonest one's instances. */
export const IMBALANCE_RATIO = 1 / 50;
/** With this many images, all of one class and no other, a class is never seen beside another. */
const SINGLE_CLASS_SHARE = 0.9;

export interface ClassCount {
  readonly categoryId: string;
  readonly name: string;
  readonly instances: number;
}

export interface DatasetFinding {
  readonly kind: Extract<FindingKind, "imbalance" | "single-class">;
  readonly detail: string;
  /** The class that hardly comes; null for what is about all of them. */
  readonly categoryId: string | null;
}

/**
 * What of the whole would harm a training: classes that hardly ever come, and images that hold one class only where there are more.
 * @param singleClassImages images whose annotations are all of one class, of `labelledImages` that have any.
 */
export function findClassProblems(
  classes: readonly ClassCount[],
  singleClassImages: number,
  labelledImages: number,
): DatasetFinding[] {
  const findings: DatasetFinding[] = [];
  const most = classes.reduce((best, one) => (one.instances > (best?.instances ?? -1) ? one : best), classes[0]);
  for (const { categoryId, name, instances } of classes) {
    if (most === undefined || instances >= most.instances * IMBALANCE_RATIO) continue;
    const many = `${most.name} has ${most.instances}`;
    findings.push({
      kind: "imbalance",
      categoryId,
      detail: `${name} has ${instances} ${instances === 1 ? "instance" : "instances"}, ${many}`,
    });
  }
  if (classes.length > 1 && labelledImages > 0 && singleClassImages / labelledImages >= SINGLE_CLASS_SHARE) {
    findings.push({
      kind: "single-class",
      categoryId: null,
      detail: `${singleClassImages} of ${labelledImages} labelled images hold one class only, of ${classes.length}`,
    });
  }
  return findings;
}

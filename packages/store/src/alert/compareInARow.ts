export interface RuleCondition {
  readonly comparison: "ABOVE" | "BELOW" | "NOT_FINITE";
  /** Of ABOVE and BELOW. */
  readonly value: number | null;
  /** Values in a row that have to compare so. */
  readonly points: number;
}

/**
 * Goes on counting from `inARow` values that compared so. `cameTrueAt`: places in `values` where the count reached the rule's; it then comes true
 * again only after a value that does not compare so. NaN is neither above nor below.
 */
export function compareInARow(
  rule: RuleCondition,
  inARow: number,
  values: readonly number[],
): { readonly inARow: number; readonly cameTrueAt: readonly number[] } {
  const cameTrueAt: number[] = [];
  let count = inARow;
  for (const [place, value] of values.entries()) {
    count = compares(rule, value) ? count + 1 : 0;
    if (count === rule.points) cameTrueAt.push(place);
  }
  return { inARow: count, cameTrueAt };
}

export function compares({ comparison, value: bound }: RuleCondition, value: number): boolean {
  if (comparison === "NOT_FINITE") return !Number.isFinite(value);
  if (bound === null) throw new Error(`compareInARow: expected ${comparison} to have a value, got none`);
  return comparison === "ABOVE" ? value > bound : value < bound;
}

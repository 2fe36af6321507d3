/** A stretch of a curve without a gap, by the indexes of its first and last point. */
export interface Stretch {
  readonly first: number;
  readonly last: number;
}

/** The stretches between a curve's gaps. One of a single point has no line, and must be drawn as a dot to be seen. */
export function finiteStretches(values: readonly (number | null | undefined)[]): Stretch[] {
  const stretches: Stretch[] = [];
  let first: number | null = null;
  for (let index = 0; index <= values.length; index++) {
    const value = values[index] ?? null;
    if (value !== null && Number.isFinite(value)) first ??= index;
    else if (first !== null) {
      stretches.push({ first, last: index - 1 });
      first = null;
    }
  }
  return stretches;
}

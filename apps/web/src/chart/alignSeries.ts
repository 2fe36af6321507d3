/** Columns over one axis: `steps` rising, each column as long as it. `undefined` marks a step that a curve has no point at. */
export interface AlignedColumns {
  readonly steps: number[];
  readonly columns: (number | null | undefined)[][];
}

interface Column {
  readonly steps: readonly number[];
  readonly values: readonly (number | null)[];
}

/** Lays curves with steps of their own over the union of all steps. */
export function alignSeries(curves: readonly Column[]): AlignedColumns {
  const [first] = curves;
  if (first && curves.every((curve) => sameSteps(curve.steps, first.steps))) {
    return { steps: [...first.steps], columns: curves.map((curve) => [...curve.values]) };
  }
  const union = new Set<number>();
  for (const curve of curves) for (const step of curve.steps) union.add(step);
  const steps = [...union].sort((a, b) => a - b);
  const indexOf = new Map(steps.map((step, i) => [step, i]));
  const columns = curves.map((curve) => {
    const column: (number | null | undefined)[] = new Array(steps.length).fill(undefined);
    for (const [i, step] of curve.steps.entries()) column[indexOf.get(step) as number] = curve.values[i] ?? null;
    return column;
  });
  return { steps, columns };
}

function sameSteps(a: readonly number[], b: readonly number[]): boolean {
  return a === b || (a.length === b.length && a.every((step, i) => step === b[i]));
}

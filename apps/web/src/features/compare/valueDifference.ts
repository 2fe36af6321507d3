export interface DifferenceRow {
  readonly key: string;
  /** One value for each run, in the runs' order; undefined where a run has no such key. */
  readonly values: readonly unknown[];
  readonly differs: boolean;
}

/** Every key that any of the records has, and whether they agree on it. */
export function valueDifference(records: readonly Record<string, unknown>[]): DifferenceRow[] {
  const keys = [...new Set(records.flatMap((record) => Object.keys(record)))];
  return keys.map((key) => {
    const values = records.map((record) => record[key]);
    const [first] = values;
    return { key, values, differs: values.some((value) => JSON.stringify(value) !== JSON.stringify(first)) };
  });
}

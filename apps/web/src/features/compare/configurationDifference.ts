import type { Configuration } from "../configuration/settings.ts";

export interface DifferenceRow {
  readonly key: string;
  /** One value for each run, in the runs' order; undefined where a run has no such key. */
  readonly values: readonly unknown[];
  readonly differs: boolean;
}

/** Every key that any of the configurations has, and whether they agree on it. */
export function configurationDifference(configurations: readonly Configuration[]): DifferenceRow[] {
  const keys = [...new Set(configurations.flatMap((configuration) => Object.keys(configuration)))];
  return keys.map((key) => {
    const values = configurations.map((configuration) => configuration[key]);
    const [first] = values;
    return { key, values, differs: values.some((value) => JSON.stringify(value) !== JSON.stringify(first)) };
  });
}

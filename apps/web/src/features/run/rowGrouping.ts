/** What rows can be grouped by beside settings. */
export const ROW_GROUPINGS = [
  { value: "GROUP", label: "Group" },
  { value: "EXPERIMENT", label: "Experiment" },
  { value: "DATASET", label: "Dataset" },
  { value: "STATUS", label: "Status" },
  { value: "RECIPE", label: "Recipe" },
] as const;

type Property = (typeof ROW_GROUPINGS)[number]["value"];

/** A grouping of the address as the graph takes it: `GROUP`, or `setting:learningRate`. */
export function groupingInput(text: string): { property: Property } | { setting: string } | null {
  if (text.startsWith("setting:")) return { setting: text.slice("setting:".length) };
  const property = ROW_GROUPINGS.find(({ value }) => value === text)?.value;
  return property ? { property } : null;
}

/** A group's key in the address, where runs without a value have one too. */
export function openKey(key: string | null): string {
  return key === null ? "none" : `=${key}`;
}

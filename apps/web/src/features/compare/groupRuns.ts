import type { Configuration } from "../configuration/settings.ts";
import type { ComparedRun } from "./comparedRun.ts";

type Groupable = Pick<
  ComparedRun,
  "group" | "tags" | "experiment" | "dataset" | "recipe" | "preset" | "configuration" | "snapshot"
>;

export interface RunGroup<Run> {
  readonly key: string;
  readonly label: string;
  readonly runs: readonly Run[];
}

/** What runs can be put together by, beside each of their settings (`setting:NAME`). */
export const GROUPINGS = [
  { value: "group", label: "Group" },
  { value: "tag", label: "Tag" },
  { value: "experiment", label: "Experiment" },
  { value: "dataset", label: "Dataset" },
  { value: "replicates", label: "Same except for the seed" },
] as const;

/**
 * Runs put together by what they have in common, in the order in which they come; a run with several tags is in several groups, one without
 * the property in "none".
 *
 * @param by one of {@link GROUPINGS}, or `setting:NAME`
 */
export function groupRuns<Run extends Groupable>(runs: readonly Run[], by: string): RunGroup<Run>[] {
  const groups = new Map<string, Run[]>();
  for (const run of runs) {
    for (const key of keysOf(run, by)) {
      const group = groups.get(key);
      if (group) group.push(run);
      else groups.set(key, [run]);
    }
  }
  return Array.from(groups, ([key, members], index) => ({
    key,
    label: by === "replicates" ? `Configuration ${index + 1}` : key,
    runs: members,
  }));
}

function keysOf(run: Groupable, by: string): string[] {
  if (by === "tag") return run.tags.length > 0 ? [...run.tags] : ["none"];
  if (by.startsWith("setting:")) {
    const value = ((run.configuration ?? {}) as Configuration)[by.slice("setting:".length)];
    return [value === undefined || value === null ? "none" : typeof value === "string" ? value : JSON.stringify(value)];
  }
  if (by === "replicates") {
    // What decides a training beside its seed: the data it saw counts too.
    const { seed: _seed, ...settings } = (run.configuration ?? {}) as Configuration;
    const sorted = Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1));
    return [JSON.stringify([run.recipe, run.snapshot?.hash, sorted])];
  }
  const name = by === "experiment" ? run.experiment?.name : by === "dataset" ? run.dataset?.name : run.group;
  return [name || "none"];
}

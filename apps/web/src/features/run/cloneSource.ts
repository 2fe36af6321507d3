import { graphql, type ResultOf } from "../../graph/graphql.ts";
import { type Configuration, formatSetting } from "../configuration/settings.ts";
import type { LaunchChoice, QueueChoice, RemarksChoice } from "./launchRun.ts";

export const cloneSourceQuery = graphql(`
  query CloneSource($id: ID!) {
    run(id: $id) {
      id
      number
      name
      recipe
      preset
      group
      configuration
      priority
      requiredLabels
      requiredMemoryMib
      tags
      notes
      leakage {
        heldOutImages
      }
      dataset {
        id
        name
      }
      snapshot {
        id
        hash
      }
      initialWeightsName
      initialWeightsFile {
        id
      }
      initialCheckpoint {
        id
      }
      initialModelVersion {
        id
      }
    }
  }
`);

export type CloneSource = NonNullable<ResultOf<typeof cloneSourceQuery>["run"]>;

/** What the form of a clone begins with: everything as the run had it. */
export function startOfClone(source: CloneSource) {
  const queue: QueueChoice = {
    priority: source.priority === 0 ? null : source.priority,
    requiredLabels: source.requiredLabels,
    requiredMemoryMib: source.requiredMemoryMib,
    group: source.group ?? "",
  };
  const remarks: RemarksChoice = { notes: source.notes, tags: source.tags };
  return {
    datasetId: source.dataset?.id ?? null,
    frozen: { splitId: null, snapshotId: source.snapshot?.id ?? null },
    recipe: source.recipe ?? ("MININET" as const),
    preset: source.preset,
    weights: weightsOf(source),
    configuration: (source.configuration ?? {}) as Configuration,
    queue,
    remarks,
    leaks: source.leakage !== null,
  };
}

/** As the field of initial weights has it; null for random ones, and for some that were deleted meanwhile. */
export function weightsOf(
  source: Pick<CloneSource, "initialModelVersion" | "initialWeightsFile" | "initialCheckpoint">,
): string | null {
  if (source.initialModelVersion) return `model:${source.initialModelVersion.id}`;
  if (source.initialWeightsFile) return `file:${source.initialWeightsFile.id}`;
  return source.initialCheckpoint ? `checkpoint:${source.initialCheckpoint.id}` : null;
}

export interface CloneDifference {
  /** A setting as it is named, or what else of a launch. */
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

/** What of the launch is other than of the run it is cloned from. */
export function differencesFromSource(
  source: CloneSource,
  choice: Omit<LaunchChoice, "name" | "configuration" | "initialWeights">,
  edited: Configuration,
  weights: string | null,
): CloneDifference[] {
  const before = startOfClone(source);
  const of = (name: string, from: unknown, to: unknown): CloneDifference[] =>
    JSON.stringify(from ?? null) === JSON.stringify(to ?? null)
      ? []
      : [{ name, from: formatSetting(from) || "none", to: formatSetting(to) || "none" }];
  const changed = (name: string, isOther: boolean, from: string, to: string): CloneDifference[] =>
    isOther ? [{ name, from, to }] : [];
  const keys = [...new Set([...Object.keys(before.configuration), ...Object.keys(edited)])];
  return [
    ...changed("dataset", choice.datasetId !== before.datasetId, source.dataset?.name ?? "none", "another dataset"),
    ...changed(
      "data",
      choice.snapshotId !== before.frozen.snapshotId,
      `snapshot ${source.snapshot?.hash.slice(0, 12) ?? "none"}`,
      choice.snapshotId ? "another snapshot" : "as it is now",
    ),
    ...of("recipe", before.recipe.toLowerCase(), choice.recipe.toLowerCase()),
    ...of("preset", before.preset, choice.preset),
    ...changed(
      "initial weights",
      weights !== before.weights,
      source.initialWeightsName ?? "random",
      weights === null ? "random" : "others",
    ),
    ...keys.flatMap((key) => of(key, before.configuration[key], edited[key])),
    ...of("priority", before.queue.priority ?? 0, choice.priority ?? 0),
    ...of("trainer labels", before.queue.requiredLabels, choice.requiredLabels),
    ...of("trainer memory (MiB)", before.queue.requiredMemoryMib, choice.requiredMemoryMib),
    ...of("group", before.queue.group, choice.group),
    ...of("tags", before.remarks.tags, choice.tags),
    ...changed("notes", before.remarks.notes !== choice.notes, "as before", "changed"),
  ];
}

/** The run's initial weights as a choice of the field; null for random ones and for some that were deleted meanwhile. */
export function weightsChoiceOf(source: CloneSource): { value: string; label: string } | null {
  const value = weightsOf(source);
  return value === null ? null : { value, label: source.initialWeightsName ?? value };
}

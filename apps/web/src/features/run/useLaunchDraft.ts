"use client";

import { useState } from "react";
import { useQuery } from "urql";
import { graphql } from "../../graph/graphql.ts";
import { type Configuration, changedSettings } from "../configuration/settings.ts";
import { initialWeightsOf } from "../weightsFile/initialWeightsChoices.ts";
import { type CloneSource, startOfClone } from "./cloneSource.ts";
import { ANY_QUEUE_PLACE, type LaunchChoice, NO_REMARKS, type QueueChoice, type RemarksChoice } from "./launchRun.ts";
import { presetsFor } from "./presetsFor.ts";

const launchChoicesQuery = graphql(`
  query LaunchChoices {
    datasets(first: 100) {
      edges {
        node {
          id
          name
          imageCount
          annotationCount
          isGenerated
          project {
            id
          }
          splits {
            id
            name
          }
        }
      }
    }
    settings {
      key
      sentence
      unit
    }
    presets {
      name
      recipe
      description
      suits
      configuration
    }
  }
`);

export const RECIPES = [
  { value: "MININET", label: "MiniNet (ResNet18-FPN)" },
  { value: "TRANSFER", label: "Transfer (Mask R-CNN ResNet50-FPN)" },
] as const;
type Recipe = (typeof RECIPES)[number]["value"];

/** What of the dataset is trained on: as it is now with a split, or a snapshot of it; neither is its newest split. */
export type FrozenChoice = Pick<LaunchChoice, "splitId" | "snapshotId">;

const NEWEST_SPLIT: FrozenChoice = { splitId: null, snapshotId: null };

/** What a launch begins with: a dataset that was chosen before, or a run that is repeated with changes. */
export interface LaunchStart {
  readonly datasetId?: string | null;
  readonly source?: CloneSource | null;
}

/** Data, recipe and settings of a launch as they are being chosen. */
export function useLaunchDraft({ datasetId: initialDatasetId = null, source = null }: LaunchStart = {}) {
  const begin = source === null ? null : startOfClone(source);
  const [{ data, error, fetching }, refetch] = useQuery({
    query: launchChoicesQuery,
    requestPolicy: "cache-and-network",
  });
  const [chosenDatasetId, setDatasetId] = useState(begin?.datasetId ?? initialDatasetId);
  const [frozen, setFrozen] = useState<FrozenChoice>(begin?.frozen ?? NEWEST_SPLIT);
  const [recipe, setRecipe] = useState<Recipe>(begin?.recipe ?? "MININET");
  const [chosenPreset, setPreset] = useState<string | null>(begin?.preset ?? null);
  const [weights, setWeights] = useState<string | null>(begin?.weights ?? null);
  const [overrides, setOverrides] = useState<Configuration>(begin?.configuration ?? {});
  const [queue, setQueue] = useState<QueueChoice>(begin?.queue ?? ANY_QUEUE_PLACE);
  const [remarks, setRemarks] = useState<RemarksChoice>(begin?.remarks ?? NO_REMARKS);
  const [leaks, setLeaks] = useState(begin?.leaks ?? false);
  const [allowLeakage, setAllowLeakage] = useState(begin?.leaks ?? false);

  const datasets = data?.datasets.edges.map(({ node }) => node) ?? [];
  const datasetId = chosenDatasetId ?? datasets.find(({ annotationCount }) => annotationCount > 0)?.id ?? null;
  const dataset = datasets.find(({ id }) => id === datasetId);
  const presets = presetsFor(data?.presets ?? [], {
    recipe,
    isGenerated: dataset?.isGenerated ?? false,
    chosen: chosenPreset,
  });
  const preset = presets.find((candidate) => candidate.name === chosenPreset) ?? presets[0];
  const base = (preset?.configuration ?? {}) as Configuration;
  const edited = { ...base, ...overrides };
  const choice: Omit<LaunchChoice, "name"> = {
    datasetId: datasetId ?? "",
    ...frozen,
    ...queue,
    ...remarks,
    clonedFromId: source?.id ?? null,
    recipe,
    preset: preset?.name ?? null,
    initialWeights: initialWeightsOf(weights),
    configuration: changedSettings(base, edited),
    allowLeakage: leaks && allowLeakage,
  };

  return {
    /** Null until the choices are read. */
    loaded: data !== undefined,
    error: fetching ? undefined : error,
    refetch,
    datasets,
    dataset,
    frozen,
    recipe,
    presets,
    preset,
    base,
    /** What fields are marked for differing from: the preset's values, or those of the run that is cloned. */
    reference:
      source !== null && source.recipe === recipe ? { ...base, ...(source.configuration as Configuration) } : base,
    edited,
    /** What each setting does. */
    about: new Map((data?.settings ?? []).map((setting) => [setting.key, setting])),
    weights,
    queue,
    remarks,
    source,
    leaks,
    allowLeakage,
    choice,
    /** Whether a launch could be tried. */
    complete: dataset !== undefined && (recipe !== "TRANSFER" || weights !== null),
    setWeights,
    setQueue,
    setRemarks,
    setAllowLeakage,
    /** The server says that the split leaks: to be allowed by the person, or not. */
    foundLeaking: () => setLeaks(true),
    chooseDataset: (id: string | null) => {
      setDatasetId(id);
      setWeights(null);
      setFrozen(NEWEST_SPLIT);
      setLeaks(false);
    },
    chooseFrozen: (choice: FrozenChoice) => {
      setFrozen(choice);
      setLeaks(false);
    },
    chooseRecipe: (next: Recipe) => {
      setRecipe(next);
      setPreset(null);
      setWeights(null);
      setOverrides({});
    },
    choosePreset: (name: string | null) => {
      setPreset(name);
      setOverrides({});
    },
    changeSetting: (key: string, value: unknown) => setOverrides({ ...overrides, [key]: value }),
  };
}

export type LaunchDraft = ReturnType<typeof useLaunchDraft>;

"use client";

import { useState } from "react";
import { useQuery } from "urql";
import { graphql } from "../../graph/graphql.ts";
import { type Configuration, changedSettings } from "../configuration/settings.ts";
import { initialWeightsOf } from "../weightsFile/initialWeightsChoices.ts";
import { ANY_QUEUE_PLACE, type LaunchChoice, type QueueChoice } from "./launchRun.ts";

const launchChoicesQuery = graphql(`
  query LaunchChoices {
    datasets(first: 100) {
      edges {
        node {
          id
          name
          imageCount
          annotationCount
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
    presets {
      name
      recipe
      description
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

/** Data, recipe and settings of a launch as they are being chosen. */
export function useLaunchDraft(initialDatasetId: string | null) {
  const [{ data, error, fetching }, refetch] = useQuery({
    query: launchChoicesQuery,
    requestPolicy: "cache-and-network",
  });
  const [chosenDatasetId, setDatasetId] = useState(initialDatasetId);
  const [frozen, setFrozen] = useState<FrozenChoice>(NEWEST_SPLIT);
  const [recipe, setRecipe] = useState<Recipe>("MININET");
  const [chosenPreset, setPreset] = useState<string | null>(null);
  const [weights, setWeights] = useState<string | null>(null);
  const [overrides, setOverrides] = useState<Configuration>({});
  const [queue, setQueue] = useState<QueueChoice>(ANY_QUEUE_PLACE);
  const [leaks, setLeaks] = useState(false);
  const [allowLeakage, setAllowLeakage] = useState(false);

  const datasets = data?.datasets.edges.map(({ node }) => node) ?? [];
  const datasetId = chosenDatasetId ?? datasets.find(({ annotationCount }) => annotationCount > 0)?.id ?? null;
  const dataset = datasets.find(({ id }) => id === datasetId);
  const presets = data?.presets.filter((preset) => preset.recipe === recipe) ?? [];
  const preset = presets.find((candidate) => candidate.name === chosenPreset) ?? presets[0];
  const base = (preset?.configuration ?? {}) as Configuration;
  const edited = { ...base, ...overrides };
  const choice: Omit<LaunchChoice, "name"> = {
    datasetId: datasetId ?? "",
    ...frozen,
    ...queue,
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
    edited,
    weights,
    queue,
    leaks,
    allowLeakage,
    choice,
    /** Whether a launch could be tried. */
    complete: dataset !== undefined && (recipe !== "TRANSFER" || weights !== null),
    setWeights,
    setQueue,
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

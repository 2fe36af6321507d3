import { graphql, type VariablesOf } from "../../graph/graphql.ts";
import type { InitialWeights } from "../weightsFile/initialWeightsChoices.ts";

export const launchRunMutation = graphql(`
  mutation LaunchRun($input: LaunchRunInput!) {
    launchRun(input: $input) {
      __typename
      ... on LaunchRunSuccess {
        data {
          id
          name
          status
        }
      }
      ... on Error {
        message
        code
      }
      ... on InvalidInputError {
        field
        problems {
          message
          field
        }
      }
    }
  }
`);

export type LaunchInput = VariablesOf<typeof launchRunMutation>["input"];

/** What a launch says of the queue. */
export interface QueueChoice {
  readonly priority: number | null;
  readonly requiredLabels: readonly string[];
  readonly requiredMemoryMib: number | null;
  /** Empty for none. */
  readonly group: string;
}

export const ANY_QUEUE_PLACE: QueueChoice = { priority: null, requiredLabels: [], requiredMemoryMib: null, group: "" };

/** What is said of a run when it is launched. */
export interface RemarksChoice {
  readonly notes: string;
  readonly tags: readonly string[];
}

export const NO_REMARKS: RemarksChoice = { notes: "", tags: [] };

export interface LaunchChoice extends QueueChoice, RemarksChoice {
  readonly clonedFromId: string | null;
  readonly datasetId: string;
  readonly splitId: string | null;
  /** In place of a split and the dataset as it is now. */
  readonly snapshotId: string | null;
  readonly name: string;
  readonly recipe: LaunchInput["recipe"];
  readonly preset: string | null;
  readonly initialWeights: InitialWeights | null;
  readonly configuration: Readonly<Record<string, unknown>>;
  /** Train in spite of a split that leaks. */
  readonly allowLeakage: boolean;
}

/** The mutation's input: what was left open is left out, so that the server decides it. */
export function launchInput(choice: LaunchChoice): LaunchInput {
  return {
    datasetId: choice.datasetId,
    recipe: choice.recipe,
    ...(choice.splitId ? { splitId: choice.splitId } : {}),
    ...(choice.snapshotId ? { snapshotId: choice.snapshotId } : {}),
    ...(choice.name.trim() ? { name: choice.name.trim() } : {}),
    ...(choice.preset ? { preset: choice.preset } : {}),
    ...choice.initialWeights,
    ...(choice.priority === null ? {} : { priority: choice.priority }),
    ...(choice.requiredLabels.length === 0 ? {} : { requiredLabels: [...choice.requiredLabels] }),
    ...(choice.requiredMemoryMib === null ? {} : { requiredMemoryMib: choice.requiredMemoryMib }),
    ...(choice.group.trim() ? { group: choice.group.trim() } : {}),
    ...(choice.notes.trim() ? { notes: choice.notes } : {}),
    ...(choice.tags.length > 0 ? { tags: [...choice.tags] } : {}),
    ...(choice.clonedFromId ? { clonedFromId: choice.clonedFromId } : {}),
    ...(choice.allowLeakage ? { allowLeakage: true } : {}),
    ...(Object.keys(choice.configuration).length > 0 ? { configuration: choice.configuration } : {}),
  };
}

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

export interface LaunchChoice extends QueueChoice {
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
    ...(choice.allowLeakage ? { allowLeakage: true } : {}),
    ...(Object.keys(choice.configuration).length > 0 ? { configuration: choice.configuration } : {}),
  };
}

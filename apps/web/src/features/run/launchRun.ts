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

export interface LaunchChoice {
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
    ...(choice.allowLeakage ? { allowLeakage: true } : {}),
    ...(Object.keys(choice.configuration).length > 0 ? { configuration: choice.configuration } : {}),
  };
}

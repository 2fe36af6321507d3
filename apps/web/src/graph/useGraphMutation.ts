"use client";

import { useCallback } from "react";
import { type AnyVariables, type DocumentInput, type UseMutationState, useMutation } from "urql";
import { outcomeOf } from "./outcomeOf.ts";

/**
 * A mutation of one field, whose outcome is its data or a refusal with a sentence for the person: nothing is left to be caught or unwrapped.
 *
 * @returns the state, `fetching` above all, and what sends the mutation
 */
export function useGraphMutation<Data extends object, Variables extends AnyVariables>(
  document: DocumentInput<Data, Variables>,
): [UseMutationState<Data, Variables>, (variables: Variables) => Promise<ReturnType<typeof outcomeOf<Data>>>] {
  const [state, execute] = useMutation(document);
  const send = useCallback(async (variables: Variables) => outcomeOf(await execute(variables)), [execute]);
  return [state, send];
}

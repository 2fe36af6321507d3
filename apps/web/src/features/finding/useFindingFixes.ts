"use client";

import { notifyDone, notifyFailed } from "../../feedback/notify.ts";
import { formatQuantity } from "../../format/formatNumber.ts";
import { graphql, type VariablesOf } from "../../graph/graphql.ts";
import { useGraphMutation } from "../../graph/useGraphMutation.ts";

const fixMutation = graphql(`
  mutation FixFindings($input: FixFindingsInput!) {
    fixFindings(input: $input) {
      __typename
      ... on FixFindingsSuccess {
        data {
          id
          annotationCount
        }
      }
      ... on Error {
        message
        code
      }
    }
  }
`);

const undoMutation = graphql(`
  mutation UndoFix($input: UndoFixInput!) {
    undoFix(input: $input) {
      __typename
      ... on UndoFixSuccess {
        data {
          id
          undoneAt
          restoredCount
          annotationCount
        }
      }
      ... on Error {
        message
        code
      }
    }
  }
`);

type FixInput = VariablesOf<typeof fixMutation>["input"];

/** Fixes findings and undoes fixes, tells the person, and then has the page read anew what is left. */
export function useFindingFixes(onChanged: () => void) {
  const [fixing, fixFindings] = useGraphMutation(fixMutation);
  const [undoing, undoFix] = useGraphMutation(undoMutation);

  const fix = async (input: FixInput) => {
    const outcome = await fixFindings({ input });
    if (outcome.ok) notifyDone(`${formatQuantity(outcome.data.annotationCount, "annotation")} fixed`);
    else notifyFailed("Nothing was fixed", outcome.message);
    onChanged();
  };
  const undo = async (id: string) => {
    const outcome = await undoFix({ input: { id } });
    if (outcome.ok) notifyDone(describeUndo(outcome.data));
    else notifyFailed("The fix was not undone", outcome.message);
    onChanged();
  };
  return { fix, undo, isFixing: fixing.fetching, isUndoing: undoing.fetching };
}

/** "3 annotations brought back; 1 had been changed since and stays as it is". */
export function describeUndo(fix: { readonly restoredCount: number | null; readonly annotationCount: number }): string {
  const restored = fix.restoredCount ?? 0;
  const kept = fix.annotationCount - restored;
  const stays = kept === 1 ? "stays as it is" : "stay as they are";
  return `${formatQuantity(restored, "annotation")} restored${kept > 0 ? `. ${kept} had been changed since and ${stays}` : ""}`;
}

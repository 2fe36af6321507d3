import fc from "fast-check";
import { EditHistory, HISTORY_ACTIONS, type HistoryAction, type HistoryTally } from "./EditHistory.ts";

export const arbitraryActions: fc.Arbitrary<HistoryAction[]> = fc.array(
  fc.record({ name: fc.constantFrom(...HISTORY_ACTIONS), pick: fc.nat(359) }),
  { minLength: 1, maxLength: 60, size: "max" },
);

export interface HistoriesRun extends HistoryTally {
  readonly histories: number;
  readonly actions: number;
}

/** Tries so many random histories of a seed; throws with the shortest history that breaks a promise. */
export function runHistories({ histories, seed }: { readonly histories: number; readonly seed: number }): HistoriesRun {
  const sum = { histories: 0, actions: 0, stored: 0, refused: 0, moot: 0, unsent: 0, undone: 0, repeated: 0 };
  fc.assert(
    fc.property(arbitraryActions, fc.nat(3), (actions, annotations) => {
      const history = new EditHistory(annotations);
      for (const action of actions) history.act(action);
      history.settle();
      history.goBackAndForth();
      sum.histories++;
      sum.actions += actions.length;
      for (const [name, count] of Object.entries(history.tally)) sum[name as keyof HistoryTally] += count;
    }),
    { numRuns: histories, seed, endOnFailure: false },
  );
  return sum;
}

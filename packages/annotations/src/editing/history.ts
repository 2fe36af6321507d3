import type { Change, Edit, EditingState, Step } from "./EditingState.ts";
import { applyChanges, inverseChanges, placeChanges } from "./placeChanges.ts";
import { editedContents } from "./shownContents.ts";

const STEPS_MOST = 100;

export type History<Content extends object> = Pick<EditingState<Content>, "done" | "undone">;

/** Steps of `done` in the order they were made. */
export function withDone<Content extends object>(
  steps: readonly Step<Content>[],
  step: Step<Content>,
): Step<Content>[] {
  return [...steps, step].sort((a, b) => a.number - b.number).slice(-STEPS_MOST);
}

/** Steps of `undone`, the oldest last: it is redone first. */
export function withUndone<Content extends object>(
  steps: readonly Step<Content>[],
  step: Step<Content>,
): Step<Content>[] {
  return [...steps, step].sort((a, b) => b.number - a.number);
}

/** The history in which an edit's step changes what the edit, laid over the server's state anew, really changes. */
export function historyWith<Content extends object>(
  { done, undone }: History<Content>,
  { step: number, way, changes }: Edit<Content>,
): History<Content> {
  const stepChanges = way === "undo" ? inverseChanges(changes) : changes;
  const placed = (step: Step<Content>) => (step.number === number ? { ...step, changes: stepChanges } : step);
  return { done: done.map(placed), undone: undone.map(placed) };
}

/** The history without the step of a refused edit: it would be refused again, and stand in the way of the others. */
export function historyWithout<Content extends object>(
  { done, undone }: History<Content>,
  { step }: Edit<Content>,
): History<Content> {
  const isOther = ({ number }: Step<Content>) => number !== step;
  return { done: done.filter(isOther), undone: undone.filter(isOther) };
}

/**
 * Drops the steps that can no longer be gone exactly: what they changed has been changed elsewhere since. So the next step
 * is always one that works, and none stands in the way of those below it. Of the others that stays which they would change.
 */
export function settleHistory<Content extends object>(state: EditingState<Content>): EditingState<Content> {
  const done = passable(state, state.done, inverseChanges);
  const undone = passable(state, state.undone, (changes) => changes);
  return { ...state, done, undone };
}

/** @param turn From a step's changes to those of going it, and back. */
function passable<Content extends object>(
  state: EditingState<Content>,
  steps: readonly Step<Content>[],
  turn: (changes: readonly Change<Content>[]) => readonly Change<Content>[],
): Step<Content>[] {
  const contents = editedContents(state);
  const kept: Step<Content>[] = [];
  for (const step of steps.toReversed()) {
    const placement = placeChanges(turn(step.changes), contents);
    if (placement.name !== "applies") continue;
    applyChanges(contents, placement.changes);
    kept.push({ ...step, changes: turn(placement.changes) });
  }
  return kept.reverse();
}

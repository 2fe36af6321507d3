import type { Change, EditingState } from "./EditingState.ts";
import { equalValues } from "./equalValues.ts";
import { withDone, withUndone } from "./history.ts";
import { inverseChanges, placeChanges } from "./placeChanges.ts";
import { editedContents } from "./shownContents.ts";

/** What an annotation is to become; null: it goes. */
export interface Wish<Content extends object> {
  readonly id: string;
  readonly to: Content | null;
}

export interface NewEdit<Content extends object> {
  /** Made by the client and never used twice. */
  readonly key: string;
  readonly label: string;
  readonly wishes: readonly Wish<Content>[];
  /** It brings back what the annotations were. */
  readonly isRestoration?: boolean;
}

/** Each edit starts from what is on screen, saved or not. What was under the hand is let go; wishes that change nothing are no edit. */
export function makeEdit<Content extends object>(
  state: EditingState<Content>,
  { key, label, wishes, isRestoration = false }: NewEdit<Content>,
): EditingState<Content> {
  const changes = changesOf(state, wishes);
  if (changes.length === 0) return letGo(state);
  const step = { number: state.nextStep, label, changes };
  return {
    ...state,
    held: [],
    pending: [...state.pending, { key, tries: 1, step: step.number, way: "make", label, isRestoration, changes }],
    done: withDone(state.done, step),
    undone: [],
    nextStep: state.nextStep + 1,
  };
}

/** Shows annotations as they are under the hand. It becomes an edit by {@link makeEdit} with the same wishes. */
export function hold<Content extends object>(
  state: EditingState<Content>,
  wishes: readonly Wish<Content>[],
): EditingState<Content> {
  return { ...state, held: changesOf(state, wishes) };
}

export function letGo<Content extends object>(state: EditingState<Content>): EditingState<Content> {
  return state.held.length === 0 ? state : { ...state, held: [] };
}

function changesOf<Content extends object>(
  state: EditingState<Content>,
  wishes: readonly Wish<Content>[],
): Change<Content>[] {
  const contents = editedContents(state);
  const ids = new Set(wishes.map(({ id }) => id));
  if (ids.size !== wishes.length) throw new Error("makeEdit: expected each annotation once in an edit");
  return wishes
    .map(({ id, to }) => ({ id, from: contents.get(id) ?? null, to }))
    .filter(({ from, to }) => !equalValues(from, to));
}

/** Takes the newest step back, by an edit of its own under `key`; an edit that was never sent just goes. */
export function undo<Content extends object>(state: EditingState<Content>, key: string): EditingState<Content> {
  const step = state.done.at(-1);
  if (step === undefined) return letGo(state);
  const moved = { done: state.done.slice(0, -1), undone: withUndone(state.undone, step) };
  return goStep({ ...letGo(state), ...moved }, step.number, inverseChanges(step.changes), {
    key,
    way: "undo",
    label: step.label,
  });
}

/** Makes the step again that was undone last. */
export function redo<Content extends object>(state: EditingState<Content>, key: string): EditingState<Content> {
  const step = state.undone.at(-1);
  if (step === undefined) return letGo(state);
  const moved = { done: withDone(state.done, step), undone: state.undone.slice(0, -1) };
  return goStep({ ...letGo(state), ...moved }, step.number, step.changes, { key, way: "redo", label: step.label });
}

function goStep<Content extends object>(
  state: EditingState<Content>,
  step: number,
  changes: readonly Change<Content>[],
  edit: { readonly key: string; readonly way: "undo" | "redo"; readonly label: string },
): EditingState<Content> {
  const last = state.pending.at(-1);
  const isUnsent = state.pending.length > 1 || state.request === null;
  // Sent under its name once, it may be stored; only one that was never sent can be unmade.
  if (last !== undefined && last.step === step && isUnsent && last.tries === 1) {
    return { ...state, pending: state.pending.slice(0, -1) };
  }
  const placement = placeChanges(changes, editedContents(state));
  if (placement.name !== "applies") throw new Error(`goStep: expected step ${step} to apply, it ${placement.name}`);
  return {
    ...state,
    pending: [...state.pending, { ...edit, tries: 1, step, isRestoration: false, changes: placement.changes }],
  };
}

import type { EditingState } from "./EditingState.ts";
import { changedFields } from "./equalValues.ts";
import { makeEdit } from "./makeEdit.ts";
import { editedContents } from "./shownContents.ts";

/** Makes a refused edit again on what is there now: its fields are set, the others stay; what was deleted meanwhile comes back. */
export function makeAgain<Content extends object>(
  state: EditingState<Content>,
  refusedKey: string,
  key: string,
): EditingState<Content> {
  const refusal = state.refused.find(({ edit }) => edit.key === refusedKey);
  if (refusal === undefined) return state;
  const contents = editedContents(state);
  const { label, changes, isRestoration } = refusal.edit;
  const wishes = changes.map(({ id, from, to }) => {
    const now = contents.get(id);
    if (to === null || from === null || now === undefined) return { id, to };
    const fields = changedFields(from, to).map((field) => [field, to[field]]);
    return { id, to: { ...now, ...Object.fromEntries(fields) } as Content };
  });
  return makeEdit(dismissRefused(state, refusedKey), { key, label, wishes, isRestoration });
}

/** Lets a refused edit go. */
export function dismissRefused<Content extends object>(
  state: EditingState<Content>,
  refusedKey: string,
): EditingState<Content> {
  return { ...state, refused: state.refused.filter(({ edit }) => edit.key !== refusedKey) };
}

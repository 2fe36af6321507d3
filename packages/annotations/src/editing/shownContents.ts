import type { EditingState } from "./EditingState.ts";
import { applyChanges, placeChanges } from "./placeChanges.ts";

/** What the server has, as far as it said. */
export function storedContents<Content extends object>(state: EditingState<Content>): Map<string, Content> {
  const contents = new Map<string, Content>();
  for (const [id, { isDeleted, content }] of Object.entries(state.stored)) if (!isDeleted) contents.set(id, content);
  return contents;
}

/** What will be stored: what the server has with the pending edits laid over it. */
export function editedContents<Content extends object>(state: EditingState<Content>): Map<string, Content> {
  const contents = storedContents(state);
  for (const { changes } of state.pending) applyChanges(contents, changes);
  return contents;
}

/** What stands on screen: the edited contents, and over them what is under the hand. */
export function shownContents<Content extends object>(state: EditingState<Content>): Map<string, Content> {
  const contents = editedContents(state);
  const held = placeChanges(state.held, contents);
  if (held.name === "applies") applyChanges(contents, held.changes);
  return contents;
}

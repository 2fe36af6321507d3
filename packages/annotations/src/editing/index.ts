export {
  type Change,
  type Edit,
  type EditingState,
  type EditRequest,
  emptyState,
  type KnownRevision,
  type Operation,
  type Refusal,
} from "./EditingState.ts";
export { looked } from "./lookAtServer.ts";
export { hold, letGo, makeEdit, type NewEdit, redo, undo, type Wish } from "./makeEdit.ts";
export { dismissRefused, makeAgain } from "./refusedEdits.ts";
export { resumedState, type SavedState, savedState } from "./savedState.ts";
export { answered, lost, nextRequest, refused } from "./sendEdits.ts";
export { editedContents, shownContents } from "./shownContents.ts";
export { type Told, withRevision } from "./takeAnswer.ts";

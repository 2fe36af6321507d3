import type { Edit, EditingState, Refusal } from "./EditingState.ts";
import { type History, historyWith, historyWithout, settleHistory } from "./history.ts";
import { applyChanges, placeChanges } from "./placeChanges.ts";
import { storedContents } from "./shownContents.ts";

const CHANGED_ELSEWHERE = "Somebody else changed this meanwhile; nothing of theirs was overwritten.";
const STOOD_ON_REFUSED = "It stood on an edit that was not saved.";

/**
 * Lays the pending edits anew over what the server has. The one that is on its way stays as it is until its answer comes; of
 * the others, those that are there already are dropped, and those that contradict the server are refused.
 */
export function rebase<Content extends object>(state: EditingState<Content>): EditingState<Content> {
  const contents = storedContents(state);
  const pending: Edit<Content>[] = [];
  const refused: Refusal<Content>[] = [];
  let history: History<Content> = { done: state.done, undone: state.undone };
  const lostIds = new Set(state.refused.flatMap(({ edit }) => edit.changes.map(({ id }) => id)));
  for (const [i, edit] of state.pending.entries()) {
    const isOnItsWay = i === 0 && state.request !== null;
    const placement = isOnItsWay
      ? ({ name: "applies", changes: edit.changes } as const)
      : placeChanges(edit.changes, contents);
    if (placement.name === "applies") {
      applyChanges(contents, placement.changes);
      const placed = { ...edit, changes: placement.changes };
      pending.push(placed);
      history = historyWith(history, placed);
    } else if (placement.name === "moot") {
      if (edit.way !== "undo") history = historyWithout(history, edit);
    } else {
      const follows = edit.changes.some(({ id }) => lostIds.has(id));
      refused.push(
        follows
          ? { edit, code: "STOOD_ON_REFUSED", message: STOOD_ON_REFUSED }
          : { edit, code: "CONFLICT", message: CHANGED_ELSEWHERE },
      );
      history = historyWithout(history, edit);
      for (const { id } of edit.changes) lostIds.add(id);
    }
  }
  const held = placeChanges(state.held, contents).name === "applies" ? state.held : [];
  return settleHistory({ ...state, ...history, pending, held, refused: [...state.refused, ...refused] });
}

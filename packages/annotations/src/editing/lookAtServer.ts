import type { Contradiction, EditingState, Stored } from "./EditingState.ts";
import { rebase } from "./rebase.ts";
import { refuseFirst } from "./sendEdits.ts";
import { storedAfter, type Told } from "./takeAnswer.ts";

/**
 * Takes over all annotations that the image has in force, as read by a look that was asked for at the state's `time`
 * `askedAt`. What an answer told after that is newer and stays; what the request on its way touches is left to its answer. Of two looks that
 * were asked for side by side the first that comes counts: nobody knows which was read later.
 */
export function looked<Content extends object>(
  state: EditingState<Content>,
  inForce: readonly Told<Content>[],
  askedAt: number,
): EditingState<Content> {
  if (askedAt < state.lookedAt) return state;
  const time = state.time + 1;
  const onItsWay = new Set(state.request === null ? [] : state.pending[0]?.changes.map(({ id }) => id));
  const stored: Record<string, Stored<Content>> = { ...state.stored };
  let isSkipped = false;
  const take = (told: Told<Content>): void => {
    const known = stored[told.id];
    if (known !== undefined && (known.toldAt > askedAt || told.revision <= known.revision)) return;
    if (onItsWay.has(told.id)) isSkipped = true;
    else stored[told.id] = storedAfter(known, told, time);
  };
  for (const told of inForce) take(told);
  const present = new Set(inForce.map(({ id }) => id));
  for (const [id, { isDeleted, revision, content }] of Object.entries(state.stored)) {
    // The deletion was a revision of its own.
    if (!isDeleted && !present.has(id)) take({ id, revision: revision + 1, isDeleted: true, content });
  }
  const isAnswered = state.lookFrom !== null && askedAt >= state.lookFrom;
  const lookFrom = isSkipped ? time : isAnswered ? null : state.lookFrom;
  const after = { ...state, time, lookedAt: time, stored, lookFrom };
  return isAnswered && state.contradiction !== null ? goOn(state, after, state.contradiction) : rebase(after);
}

/** After a look that the server's contradiction asked for: the edit is sent anew if the look explains it, else it is refused. */
function goOn<Content extends object>(
  before: EditingState<Content>,
  after: EditingState<Content>,
  reason: Contradiction,
): EditingState<Content> {
  const [edit, ...rest] = after.pending;
  if (edit?.key !== reason.editKey) return rebase({ ...after, contradiction: null });
  const isExplained = edit.changes.some(({ id }) => before.stored[id]?.revision !== after.stored[id]?.revision);
  if (!isExplained) return rebase(refuseFirst(after, reason));
  return rebase({ ...after, contradiction: null, pending: [{ ...edit, tries: edit.tries + 1 }, ...rest] });
}

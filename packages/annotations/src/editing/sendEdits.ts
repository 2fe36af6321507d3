import type { EditingState, EditRequest, Refusal } from "./EditingState.ts";
import { historyWithout } from "./history.ts";
import { operationsOf } from "./operationsOf.ts";
import { rebase } from "./rebase.ts";
import { type Told, takeAnswer } from "./takeAnswer.ts";

/** What is to be sent now, and the state in which it is on its way; null while nothing is to be sent or may be. */
export function nextRequest<Content extends object>(
  state: EditingState<Content>,
): { readonly state: EditingState<Content>; readonly request: EditRequest<Content> } | null {
  if (state.request !== null) {
    return state.isLost ? { state: { ...state, isLost: false }, request: state.request } : null;
  }
  const [edit] = state.pending;
  if (edit === undefined || state.lookFrom !== null) return null;
  const request = { key: `${edit.key}.${edit.tries}`, operations: operationsOf(edit, state.stored) };
  return { state: { ...state, request, isLost: false }, request };
}

/** No answer to the request came, or none will: whether it was stored is unknown, and it is sent again under its key. */
export function lost<Content extends object>(state: EditingState<Content>, key: string): EditingState<Content> {
  return state.request?.key === key ? { ...state, isLost: true } : state;
}

/** The server stored the request, now or when it came before, and tells what its annotations are now. */
export function answered<Content extends object>(
  state: EditingState<Content>,
  key: string,
  told: readonly Told<Content>[],
): EditingState<Content> {
  const [edit, ...rest] = state.pending;
  if (state.request?.key !== key || edit === undefined) return state;
  const { operations } = state.request;
  const settled = { ...state, time: state.time + 1, pending: rest, request: null, isLost: false, contradiction: null };
  return rebase(takeAnswer(settled, edit, operations, told));
}

/** Codes by which the server says that it holds something else than the request stood on. */
const CONTRADICTIONS = new Set(["CONFLICT", "NOT_FOUND"]);

/**
 * The server did not store the request, and says why. Where it holds something else than was thought, it is looked at first:
 * what was changed elsewhere may leave the edit standing.
 */
export function refused<Content extends object>(
  state: EditingState<Content>,
  key: string,
  reason: { readonly code: string; readonly message: string },
): EditingState<Content> {
  const [edit] = state.pending;
  if (state.request?.key !== key || edit === undefined) return state;
  const time = state.time + 1;
  const settled = { ...state, time, request: null, isLost: false };
  if (CONTRADICTIONS.has(reason.code))
    return { ...settled, lookFrom: time, contradiction: { editKey: edit.key, ...reason } };
  return rebase(refuseFirst(settled, reason));
}

/** The oldest pending edit is given up as not stored, with its step of the history. */
export function refuseFirst<Content extends object>(
  state: EditingState<Content>,
  { code, message }: { readonly code: string; readonly message: string },
): EditingState<Content> {
  const [edit, ...pending] = state.pending;
  if (edit === undefined) return state;
  const refusal: Refusal<Content> = { edit, code, message };
  return {
    ...state,
    ...historyWithout(state, edit),
    pending,
    refused: [...state.refused, refusal],
    contradiction: null,
  };
}

import { type EditingState, emptyState } from "./EditingState.ts";

/** What must outlive the page for nothing to be lost: the edits that are not stored, and what they stand on. As JSON. */
export type SavedState<Content extends object> = Pick<
  EditingState<Content>,
  "stored" | "pending" | "request" | "refused" | "nextStep"
>;

/** Null where everything is stored. */
export function savedState<Content extends object>(state: EditingState<Content>): SavedState<Content> | null {
  const { pending, request, refused, nextStep } = state;
  if (pending.length === 0 && refused.length === 0) return null;
  const touched = new Set(
    [...pending, ...refused.map(({ edit }) => edit)].flatMap(({ changes }) => changes.map(({ id }) => id)),
  );
  const stored = Object.fromEntries(Object.entries(state.stored).filter(([id]) => touched.has(id)));
  return { stored, pending, request, refused, nextStep };
}

/** The editor as it goes on after the page was left: a request without an answer is sent again; the history begins anew. */
export function resumedState<Content extends object>(saved: SavedState<Content>): EditingState<Content> {
  const stored = Object.fromEntries(Object.entries(saved.stored).map(([id, one]) => [id, { ...one, toldAt: 0 }]));
  return { ...emptyState<Content>(), ...saved, stored, isLost: saved.request !== null };
}

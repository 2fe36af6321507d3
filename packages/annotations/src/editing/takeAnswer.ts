import type { Change, Edit, EditingState, KnownRevision, Operation, Stored } from "./EditingState.ts";
import { changedFields, equalValues } from "./equalValues.ts";

/** An annotation as the server tells it. */
export interface Told<Content extends object> {
  readonly id: string;
  readonly revision: number;
  readonly isDeleted: boolean;
  readonly content: Content;
}

/** Earlier revisions kept of one annotation; each may be brought back exactly. */
const REVISIONS_MOST = 100;

/** The stored annotation with what was told of it; what it was before stays known. */
export function storedAfter<Content extends object>(
  known: Stored<Content> | undefined,
  { revision, isDeleted, content }: Told<Content>,
  toldAt: number,
): Stored<Content> {
  const before = known === undefined || known.isDeleted ? [] : [{ revision: known.revision, content: known.content }];
  const earlier = revision === known?.revision ? known.earlier : [...(known?.earlier ?? []), ...before];
  return { revision, isDeleted, content, earlier: earlier.slice(-REVISIONS_MOST), toldAt };
}

/**
 * Takes over what an edit made of its annotations. The server may store a shape a little differently, as one cut at the
 * image's edge: then everything that stands on the edit goes on from what was stored.
 */
export function takeAnswer<Content extends object>(
  state: EditingState<Content>,
  edit: Edit<Content>,
  operations: readonly Operation<Content>[],
  told: readonly Told<Content>[],
): EditingState<Content> {
  let after = state;
  for (const { id, to } of edit.changes) {
    const known = after.stored[id];
    const revision = (known?.revision ?? 0) + operations.filter((one) => one.id === id).length;
    const content = to ?? known?.content;
    if (content === undefined) throw new Error(`takeAnswer: expected ${id}, which was deleted, to have been stored`);
    const made = { id, revision, isDeleted: to === null, content };
    const now = told.find((one) => one.id === id) ?? { ...made, isDeleted: true };
    const isOurs = now.revision <= revision;
    const ours = storedAfter(known, isOurs ? now : made, after.time);
    const stored = { ...after.stored, [id]: isOurs ? ours : storedAfter(ours, now, after.time) };
    after = { ...after, stored };
    if (isOurs && to !== null && !now.isDeleted) after = renameValues(after, id, to, now.content);
  }
  return after;
}

/** Remembers revisions that were read elsewhere, as in an annotation's list of revisions, so that one can be brought back exactly. */
export function withRevision<Content extends object>(
  state: EditingState<Content>,
  id: string,
  known: KnownRevision<Content>,
): EditingState<Content> {
  const stored = state.stored[id];
  if (stored === undefined || stored.earlier.some(({ revision }) => revision === known.revision)) return state;
  const earlier = [...stored.earlier, known].sort((a, b) => a.revision - b.revision);
  return { ...state, stored: { ...state.stored, [id]: { ...stored, earlier } } };
}

function renameValues<Content extends object>(
  state: EditingState<Content>,
  id: string,
  sent: Content,
  kept: Content,
): EditingState<Content> {
  const fields = changedFields(sent, kept);
  if (fields.length === 0) return state;
  const rename = (content: Content | null): Content | null =>
    content && {
      ...content,
      ...pick(
        kept,
        fields.filter((field) => equalValues(content[field], sent[field])),
      ),
    };
  const inChanges = <Holder extends { readonly changes: readonly Change<Content>[] }>(holder: Holder): Holder => ({
    ...holder,
    changes: holder.changes.map((change) =>
      change.id === id ? { id, from: rename(change.from), to: rename(change.to) } : change,
    ),
  });
  return {
    ...state,
    pending: state.pending.map(inChanges),
    done: state.done.map(inChanges),
    undone: state.undone.map(inChanges),
  };
}

function pick<Content extends object>(content: Content, fields: readonly (keyof Content & string)[]): Partial<Content> {
  return Object.fromEntries(fields.map((field) => [field, content[field]])) as Partial<Content>;
}

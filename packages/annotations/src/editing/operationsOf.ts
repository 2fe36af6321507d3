import type { Change, Edit, EditingState, FieldEdit, Operation, Stored } from "./EditingState.ts";
import { changedFields, equalValues } from "./equalValues.ts";

/** What the server is asked for an edit, by what is known of it now: this is where the revisions are taken. */
export function operationsOf<Content extends object>(
  edit: Edit<Content>,
  stored: EditingState<Content>["stored"],
): Operation<Content>[] {
  const comesBack = edit.way !== "make" || edit.isRestoration;
  return edit.changes.flatMap((change) => operationsOfChange(change, stored[change.id], comesBack));
}

function operationsOfChange<Content extends object>(
  { id, from, to }: Change<Content>,
  known: Stored<Content> | undefined,
  comesBack: boolean,
): Operation<Content>[] {
  if (known === undefined) {
    if (to === null) throw new Error(`operationsOf: expected ${id}, which is to be deleted, to be stored`);
    return [{ kind: "create", id, content: to }];
  }
  const expectedRevision = known.revision;
  if (to === null) return [{ kind: "delete", id, expectedRevision }];
  if (known.isDeleted) return restoring(id, known, to);
  if (from === null) throw new Error(`operationsOf: expected ${id}, which comes back, to be deleted`);
  const same = comesBack ? revisionWith(known, (content) => equalValues(content, to)) : null;
  return [
    same === null
      ? { kind: "update", id, expectedRevision, fields: fieldEdits(known, from, to) }
      : { kind: "restore", id, expectedRevision, revision: same },
  ];
}

/** A deleted annotation comes back as the revision that was `to`, or as it was last, and then becomes `to`. */
function restoring<Content extends object>(id: string, known: Stored<Content>, to: Content): Operation<Content>[] {
  const expectedRevision = known.revision;
  const same = revisionWith(known, (content) => equalValues(content, to));
  const restore = { kind: "restore", id, expectedRevision, revision: same ?? known.revision } as const;
  if (same !== null || equalValues(known.content, to)) return [restore];
  const fields = fieldEdits(known, known.content, to);
  return [restore, { kind: "update", id, expectedRevision: expectedRevision + 1, fields }];
}

function fieldEdits<Content extends object>(
  known: Stored<Content>,
  from: Content,
  to: Content,
): Record<string, FieldEdit> {
  return Object.fromEntries(
    changedFields(from, to).map((field) => {
      const revision = revisionWith(known, (content) => equalValues(content[field], to[field]));
      return [field, { value: to[field], revision }];
    }),
  );
}

/** The newest revision known to be as wanted. */
function revisionWith<Content extends object>(
  { earlier, revision, content, isDeleted }: Stored<Content>,
  isWanted: (content: Content) => boolean,
): number | null {
  const now = isDeleted ? [] : [{ revision, content }];
  return [...earlier, ...now].findLast((one) => isWanted(one.content))?.revision ?? null;
}

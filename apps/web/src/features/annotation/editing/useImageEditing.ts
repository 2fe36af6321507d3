"use client";

import {
  dismissRefused,
  editedContents,
  hold,
  letGo,
  makeAgain,
  makeEdit,
  redo,
  undo,
  withRevision,
} from "@maskyard/annotations/editing";
import { useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { useClient } from "urql";
import { notifyFailed } from "../../../feedback/notify.ts";
import { describeError } from "../../../graph/describeError.ts";
import { contentShape, toldAnnotation } from "./AnnotationContent.ts";
import { useEditingSessions } from "./EditingProvider.tsx";
import { type EditedAnnotation, revisionShapesQuery } from "./editorGraph.ts";
import type { EditableShape } from "./editShape.ts";
import type { ImageEditing, ImageState } from "./ImageEditing.ts";
import { newAnnotationId, newUuid } from "./newAnnotationId.ts";
import { type ShownCategory, shownAnnotations } from "./shownAnnotations.ts";

export interface EditedImage {
  readonly id: string;
  readonly annotations: readonly EditedAnnotation[];
  /** The annotations are from a cache, and fresh ones are on their way. */
  readonly isStale: boolean;
  readonly categories: readonly ShownCategory[];
}

/** The editing of an image as a page sees it. Every edit is on screen at once, and sent as it is made. */
export function useImageEditing({ id: imageId, annotations, isStale, categories }: EditedImage) {
  const client = useClient();
  const sessions = useEditingSessions();
  const [opened] = useState(() => {
    const editing = sessions.open(imageId);
    // Something to look at, until the fresh list is there.
    const { stored, time } = editing.getState();
    if (Object.keys(stored).length === 0) editing.takeList(annotations.map(toldAnnotation), time);
    return { editing, askedAt: editing.getState().time };
  });
  const { editing, askedAt } = opened;
  useEffect(() => {
    if (!isStale) editing.takeList(annotations.map(toldAnnotation), askedAt);
  }, [editing, askedAt, annotations, isStale]);
  const state = useSyncExternalStore(editing.subscribe, editing.getState, editing.getState);

  const categoryById = useMemo(
    () => new Map([...annotations.map(({ category }) => category), ...categories].map((one) => [one.id, one])),
    [annotations, categories],
  );
  const { stored, pending } = state;
  const shown = useMemo(
    () => shownAnnotations(editedContents({ stored, pending } as ImageState), stored, categoryById),
    [stored, pending, categoryById],
  );
  const actions = useMemo(() => actionsOn(editing), [editing]);
  const restore = async (id: string, revision: number): Promise<void> => {
    const { data, error } = await client.query(revisionShapesQuery, { id }).toPromise();
    const revisions = data?.node?.__typename === "Annotation" ? data.node.revisions : [];
    const wanted = revisions.find((one) => one.revision === revision);
    if (!wanted) {
      notifyFailed("Not restored", error ? describeError(error) : "This revision is no longer there.");
      return;
    }
    const content = { categoryId: wanted.category.id, isCrowd: wanted.isCrowd, shape: contentShape(wanted) };
    editing.change((before) =>
      makeEdit(withRevision(before, id, { revision, content }), {
        key: newUuid(),
        label: "restoration",
        isRestoration: true,
        wishes: [{ id, to: content }],
      }),
    );
  };
  return {
    ...actions,
    restore,
    look: () => editing.look(),
    annotations: shown,
    held: state.held,
    refused: state.refused,
    pendingCount: pending.length,
    isWaiting: editing.isWaiting,
    unsavedElsewhere: sessions.unsavedCount(imageId),
    undoLabel: state.done.at(-1)?.label ?? null,
    redoLabel: state.undone.at(-1)?.label ?? null,
  };
}

export type ImageEditor = ReturnType<typeof useImageEditing>;

function actionsOn(editing: ImageEditing) {
  const contentOf = (id: string) => editedContents(editing.getState()).get(id);
  const make = (label: string, id: string, change: { shape?: EditableShape; categoryId?: string }) => {
    const now = contentOf(id);
    if (!now) return;
    const wishes = [{ id, to: { ...now, ...change } }];
    editing.change((state) => makeEdit(state, { key: newUuid(), label, wishes }));
  };
  return {
    /** Returns the new annotation's id, which it keeps. */
    create: (categoryId: string, shape: EditableShape): string => {
      const id = newAnnotationId();
      const wishes = [{ id, to: { categoryId, isCrowd: false, shape } }];
      editing.change((state) => makeEdit(state, { key: newUuid(), label: "drawing", wishes }));
      return id;
    },
    reshape: (id: string, shape: EditableShape) => make("change of shape", id, { shape }),
    reclass: (id: string, categoryId: string) => make("change of class", id, { categoryId }),
    remove: (id: string) => {
      const wishes = [{ id, to: null }];
      editing.change((state) => makeEdit(state, { key: newUuid(), label: "deletion", wishes }));
    },
    hold: (id: string, shape: EditableShape) => {
      const now = contentOf(id);
      if (now) editing.change((state) => hold(state, [{ id, to: { ...now, shape } }]));
    },
    letGo: () => editing.change(letGo),
    undo: () => editing.change((state) => undo(state, newUuid())),
    redo: () => editing.change((state) => redo(state, newUuid())),
    makeAgain: (editKey: string) => editing.change((state) => makeAgain(state, editKey, newUuid())),
    dismiss: (editKey: string) => editing.change((state) => dismissRefused(state, editKey)),
  };
}

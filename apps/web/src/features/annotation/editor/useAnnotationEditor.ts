"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { useClient } from "urql";
import { notifyFailed } from "../../../feedback/notify.ts";
import type { ResultOf } from "../../../graph/graphql.ts";
import { isPassing, mutationOutcome, type Outcome } from "../../../graph/mutationOutcome.ts";
import {
  createAnnotationMutation,
  deleteAnnotationMutation,
  type editedAnnotationFragment,
  restoreAnnotationMutation,
  updateAnnotationMutation,
} from "./editorMutations.ts";
import { type EditableShape, geometryInput } from "./editShape.ts";
import type { SaveState } from "./saveState.ts";
import { UndoStack } from "./UndoStack.ts";

export type EditedAnnotation = ResultOf<typeof editedAnnotationFragment>;

/** A change of one annotation: a new shape, a new class, or both. */
export interface AnnotationChange {
  readonly shape?: EditableShape;
  readonly categoryId?: string;
}

/** While the server cannot be reached, an edit is sent again this often. */
const RESEND_MS = 2_000;

/** Random and unique; `crypto.randomUUID` is kept from pages that came over plain HTTP. */
function newIdempotencyKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The shape of an annotation as it can be edited; null for a run-length mask, which has no vertices. */
export function editableShape({ geometry, box }: Pick<EditedAnnotation, "geometry" | "box">): EditableShape | null {
  if (geometry.kind === "BOX") return { kind: "BOX", box };
  return geometry.kind === "POLYGON" ? { kind: "POLYGON", parts: geometry.parts } : null;
}

/**
 * Saves every edit by its own mutation as soon as it is made, one after the other, and can take edits back. While the server
 * cannot be reached, edits wait in their order. An edit names the
 * revision it started from: when the annotation was changed elsewhere meanwhile, the server refuses and `reload` is called.
 */
export function useAnnotationEditor(imageId: string, annotations: readonly EditedAnnotation[], reload: () => void) {
  const client = useClient();
  const [saveState, setSaveState] = useState<SaveState>({ name: "saved" });
  const [stack] = useState(() => new UndoStack());
  const [unsavedShapes, setUnsavedShapes] = useState<readonly EditableShape[]>([]);
  const [undoLabel, setUndoLabel] = useState<string | null>(null);
  const latest = useRef(annotations);
  const queue = useRef<Promise<unknown>>(Promise.resolve());
  const waiting = useRef(0);
  latest.current = annotations;

  // Closing the page while an edit is on its way asks first.
  const unsaved = saveState.name === "saving" || saveState.name === "waiting";
  useEffect(() => {
    if (!unsaved) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [unsaved]);

  const save = useCallback(
    <Data>(send: () => Promise<Outcome<Data>>): Promise<Outcome<Data>> => {
      waiting.current++;
      setSaveState({ name: "saving" });
      const sendUntilHeard = async (): Promise<Outcome<Data>> => {
        for (;;) {
          const outcome = await send();
          if (!isPassing(outcome)) return outcome;
          setSaveState({ name: "waiting" });
          await new Promise((resolve) => setTimeout(resolve, RESEND_MS));
        }
      };
      const result = queue.current.then(sendUntilHeard).then((outcome) => {
        waiting.current--;
        if (!outcome.ok) {
          setSaveState({ name: "failed", message: outcome.message });
          notifyFailed(
            outcome.code.includes("CONFLICT") ? "Changed elsewhere meanwhile" : "Not saved",
            outcome.message,
          );
          reload();
        } else if (waiting.current === 0) {
          setSaveState({ name: "saved" });
        }
        return outcome;
      });
      queue.current = result;
      return result;
    },
    [reload],
  );

  const revisionOf = useCallback((id: string) => latest.current.find((one) => one.id === id)?.revision ?? 1, []);

  const sendCreate = useCallback(
    (categoryId: string, shape: EditableShape) => {
      // One key for all tries: an answer that was lost on its way makes no second annotation.
      const input = { imageId, categoryId, geometry: geometryInput(shape), idempotencyKey: newIdempotencyKey() };
      return save(async () => {
        const { data, error } = await client.mutation(createAnnotationMutation, { input }).toPromise();
        return mutationOutcome(data?.createAnnotation, error);
      });
    },
    [client, imageId, save],
  );

  const sendUpdate = useCallback(
    (id: string, { shape, categoryId }: AnnotationChange) =>
      save(async () => {
        const input = {
          id,
          expectedRevision: revisionOf(id),
          ...(shape ? { geometry: geometryInput(shape) } : {}),
          ...(categoryId ? { categoryId } : {}),
        };
        const { data, error } = await client.mutation(updateAnnotationMutation, { input }).toPromise();
        const outcome = mutationOutcome(data?.updateAnnotation, error);
        // The list on screen follows a render later; a second edit queued behind this one needs the new revision now.
        if (outcome.ok) latest.current = latest.current.map((one) => (one.id === id ? outcome.data : one));
        return outcome;
      }),
    [client, revisionOf, save],
  );

  const sendDelete = useCallback(
    (id: string) =>
      save(async () => {
        const input = { id, expectedRevision: revisionOf(id) };
        const { data, error } = await client.mutation(deleteAnnotationMutation, { input }).toPromise();
        return mutationOutcome(data?.deleteAnnotation, error);
      }),
    [client, revisionOf, save],
  );

  const sendRestore = useCallback(
    (id: string, revision: number, expectedRevision: number) =>
      save(async () => {
        const input = { id, revision, expectedRevision };
        const { data, error } = await client.mutation(restoreAnnotationMutation, { input }).toPromise();
        const outcome = mutationOutcome(data?.restoreAnnotation, error);
        if (outcome.ok) {
          const others = latest.current.filter((one) => one.id !== id);
          latest.current = [...others, outcome.data];
        }
        return outcome;
      }),
    [client, save],
  );

  const remember = useCallback(
    (label: string, undo: () => Promise<boolean>) => {
      stack.push({ label, undo });
      setUndoLabel(stack.nextLabel);
    },
    [stack],
  );

  const create = useCallback(
    async (categoryId: string, shape: EditableShape): Promise<string | null> => {
      setUnsavedShapes((before) => [...before, shape]);
      const outcome = await sendCreate(categoryId, shape);
      setUnsavedShapes((before) => before.filter((one) => one !== shape));
      if (!outcome.ok) return null;
      const { id } = outcome.data;
      remember("drawing", async () => (await sendDelete(id)).ok);
      return id;
    },
    [sendCreate, sendDelete, remember],
  );

  const update = useCallback(
    async (id: string, change: AnnotationChange): Promise<boolean> => {
      const before = latest.current.find((one) => one.id === id);
      const outcome = await sendUpdate(id, change);
      if (!outcome.ok || !before) return outcome.ok;
      const shape = editableShape(before);
      // A run-length mask cannot be sent back as it was: that change stays.
      if (change.shape && !shape) return true;
      const back: AnnotationChange = {
        ...(change.shape && shape ? { shape } : {}),
        ...(change.categoryId ? { categoryId: before.category.id } : {}),
      };
      remember(change.shape ? "change of shape" : "change of class", async () => (await sendUpdate(id, back)).ok);
      return true;
    },
    [sendUpdate, remember],
  );

  const remove = useCallback(
    async (id: string): Promise<boolean> => {
      const before = latest.current.find((one) => one.id === id);
      const outcome = await sendDelete(id);
      if (!outcome.ok || !before) return outcome.ok;
      // A deletion is a revision of its own, the one after that which was in force.
      remember("deletion", async () => (await sendRestore(id, before.revision, before.revision + 1)).ok);
      return true;
    },
    [sendDelete, sendRestore, remember],
  );

  /** Makes an earlier revision's class and shape the present ones. */
  const restore = useCallback(
    async (id: string, revision: number): Promise<boolean> => {
      const inForce = revisionOf(id);
      const outcome = await sendRestore(id, revision, inForce);
      if (!outcome.ok) return false;
      remember("restoration", async () => (await sendRestore(id, inForce, revisionOf(id))).ok);
      return true;
    },
    [revisionOf, sendRestore, remember],
  );

  const undo = useCallback(async () => {
    await stack.undo();
    setUndoLabel(stack.nextLabel);
  }, [stack]);

  return { create, update, remove, restore, undo, undoLabel, unsavedShapes, saveState };
}

export type AnnotationEditor = ReturnType<typeof useAnnotationEditor>;

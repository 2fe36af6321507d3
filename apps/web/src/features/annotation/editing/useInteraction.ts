"use client";

import { checkGeometry } from "@maskyard/annotations";
import { type RefObject, useState } from "react";
import { notifyFailed } from "../../../feedback/notify.ts";
import type { useStageView } from "../editor/useStageView.ts";
import type { AnnotationContent } from "./AnnotationContent.ts";
import type { EditableShape, ImageSizePx } from "./editShape.ts";
import {
  AT_REST,
  type Effect,
  type Interaction,
  type InteractionEvent,
  interact,
  type Surroundings,
} from "./interaction.ts";
import { useEditorKeys } from "./useEditorKeys.ts";
import type { ImageEditor } from "./useImageEditing.ts";

interface InteractionOptions {
  readonly editor: ImageEditor;
  readonly image: ImageSizePx;
  readonly stage: RefObject<HTMLElement | null>;
  readonly stageView: ReturnType<typeof useStageView>;
  readonly categories: readonly { readonly id: string }[];
  /** The class that new shapes get. */
  readonly categoryId: string | null;
  /** What is chosen at first. */
  readonly selectedId: string | null;
  readonly onCategory: (id: string) => void;
  readonly onPrevious: () => void;
  readonly onNext: () => void;
}

/** What the person is in the middle of on the stage, by pointer and by keys, and what becomes of it. */
export function useInteraction(options: InteractionOptions) {
  const { editor, image, stage, stageView, categories, categoryId } = options;
  const [kept, setInteraction] = useState<Interaction>({ ...AT_REST, selectedId: options.selectedId });
  const [announcement, setAnnouncement] = useState("");
  const [isKeyboard, setIsKeyboard] = useState(false);
  // What was undone or deleted elsewhere is no longer chosen.
  const isThere = kept.selectedId === null || editor.annotations.some(({ id }) => id === kept.selectedId);
  const interaction = isThere ? kept : { ...kept, selectedId: null, vertex: null, isGrabbed: false };

  const [change] = editor.held;
  const held = change ? { id: change.id, shape: (change.to as AnnotationContent).shape as EditableShape } : null;
  const settleHeld = () => {
    if (held) editor.reshape(held.id, held.shape);
  };

  const surroundings = (): Surroundings => {
    const { clientWidth = 0, clientHeight = 0 } = stage.current ?? {};
    const { scale, offsetX, offsetY } = stageView.view;
    return {
      image,
      shapes: editor.annotations.map(({ id, category, shape }) => ({
        id,
        name: category.name,
        shape: held?.id === id ? held.shape : shape,
      })),
      scale,
      centre: { x: (clientWidth / 2 - offsetX) / scale, y: (clientHeight / 2 - offsetY) / scale },
      isStageFocused: isKeyboard,
      hasCategory: categoryId !== null,
    };
  };

  const run = (effect: Effect): Partial<Interaction> | undefined => {
    switch (effect.name) {
      case "create":
        return create(effect.shape);
      case "needCategory":
        notifyFailed(
          "No class to draw with",
          "Add a class with the button beside the class list, then finish the drawing.",
        );
        return;
      case "unfinished":
        notifyFailed("The drawing is not finished", "Press P to go on with it, or Escape to let it go.");
        return;
      case "hold":
        editor.hold(effect.id, effect.shape);
        return;
      case "reshape":
        editor.reshape(effect.id, effect.shape);
        return;
      case "settleHeld":
        settleHeld();
        return;
      case "remove":
        editor.remove(effect.id);
        return;
      case "undo":
        editor.undo();
        return;
      case "redo":
        editor.redo();
        return;
      case "fit":
        stageView.fit();
        return;
      case "previous":
        options.onPrevious();
        return;
      case "next":
        options.onNext();
        return;
      case "category":
        chooseCategory(effect.index);
        return;
      case "say":
        setAnnouncement(effect.text);
        return;
    }
  };

  const create = (shape: EditableShape): Partial<Interaction> | undefined => {
    const problem =
      shape.kind === "POLYGON"
        ? checkGeometry({ type: "polygon", parts: [...shape.parts] }, [0, 0, 1, 1])
        : checkGeometry({ type: "box" }, [shape.box.x, shape.box.y, shape.box.width, shape.box.height]);
    if (problem !== null) {
      notifyFailed("Nothing was drawn", `The shape has ${problem}.`);
      return interaction;
    }
    if (categoryId === null) return;
    return { selectedId: editor.create(categoryId, shape) };
  };

  const chooseCategory = (index: number): void => {
    const chosen = categories[index];
    if (!chosen) return;
    if (interaction.selectedId) editor.reclass(interaction.selectedId, chosen.id);
    else options.onCategory(chosen.id);
  };

  const dispatch = (event: InteractionEvent): boolean => {
    const { interaction: next, effects, isTaken } = interact(interaction, event, surroundings());
    const changes = effects.map(run);
    setInteraction(Object.assign({}, next, ...changes));
    return isTaken;
  };

  const setKeyboard = (next: boolean): void => {
    setIsKeyboard(next);
    // The key that was held down is let go elsewhere.
    if (!next && interaction.isGrabbed) settleHeld();
  };

  useEditorKeys({
    onKey: (key, isShifted, isCommand) => dispatch({ name: "key", key, isShifted, isCommand }),
    onArrowUp: () => {
      if (interaction.isGrabbed) settleHeld();
    },
  });

  return { interaction, held, announcement, isKeyboard, setKeyboard, dispatch };
}

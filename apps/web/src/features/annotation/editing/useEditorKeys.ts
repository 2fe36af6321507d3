"use client";

import { useEffect, useRef } from "react";

export interface EditorKeys {
  /** Returns whether the key means something; then the browser does nothing of its own with it. */
  readonly onKey: (key: string, isShifted: boolean, isCommand: boolean) => boolean;
  /** An arrow key was let go. */
  readonly onArrowUp: () => void;
}

const BUTTON_KEYS = new Set(["Enter", " "]);

/** The image page's keys. They are off while a field, a list or a dialog has the focus. */
export function useEditorKeys(keys: EditorKeys): void {
  const current = useRef(keys);
  current.current = keys;
  useEffect(() => {
    const isElsewhere = ({ target }: KeyboardEvent) =>
      (target as HTMLElement).closest("input, textarea, select, [role=dialog], [role=listbox], [role=slider]") !== null;
    const onKeyDown = (event: KeyboardEvent) => {
      if (isElsewhere(event) || event.altKey) return;
      // Enter and the space bar on a focused button press that button.
      if (BUTTON_KEYS.has(event.key) && (event.target as HTMLElement).closest("button, a")) return;
      const isCommand = event.ctrlKey || event.metaKey;
      if (current.current.onKey(event.key, event.shiftKey, isCommand)) event.preventDefault();
    };
    const onKeyUp = (event: KeyboardEvent) => {
      if (event.key.startsWith("Arrow")) current.current.onArrowUp();
    };
    window.addEventListener("keydown", onKeyDown);
    window.addEventListener("keyup", onKeyUp);
    return () => {
      window.removeEventListener("keydown", onKeyDown);
      window.removeEventListener("keyup", onKeyUp);
    };
  }, []);
}

"use client";

import { useEffect, useRef } from "react";

export interface EditorKeys {
  readonly previous: () => void;
  readonly next: () => void;
  readonly tool: (tool: "select" | "polygon" | "box") => void;
  readonly escape: () => void;
  readonly remove: () => void;
  readonly finish: () => void;
  readonly undo: () => void;
  readonly fit: () => void;
  /** The n-th class, from 0. */
  readonly category: (index: number) => void;
}

/** The image page's keys. They are off while a field, a list or a dialog has the focus. */
export function useEditorKeys(keys: EditorKeys): void {
  const current = useRef(keys);
  current.current = keys;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (target.closest("input, textarea, select, [role=dialog], [role=listbox], [role=slider]")) return;
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") {
        event.preventDefault();
        current.current.undo();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const action = actionOf(event.key, current.current);
      if (!action) return;
      // Enter on a focused button presses that button.
      if (event.key === "Enter" && target.closest("button, a")) return;
      event.preventDefault();
      action();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}

function actionOf(key: string, keys: EditorKeys): (() => void) | null {
  if (/^[1-9]$/.test(key)) return () => keys.category(Number(key) - 1);
  switch (key) {
    case "ArrowLeft":
      return keys.previous;
    case "ArrowRight":
      return keys.next;
    case "v":
      return () => keys.tool("select");
    case "p":
      return () => keys.tool("polygon");
    case "b":
      return () => keys.tool("box");
    case "f":
      return keys.fit;
    case "Escape":
      return keys.escape;
    case "Enter":
      return keys.finish;
    case "Delete":
    case "Backspace":
      return keys.remove;
    default:
      return null;
  }
}

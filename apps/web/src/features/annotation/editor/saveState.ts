import type { ImageEditor } from "../editing/useImageEditing.ts";

/** Whether what is on screen is what the server keeps. */
export type SaveState =
  | { readonly name: "saved" }
  | { readonly name: "saving" }
  /** The server cannot be reached; edits wait in their order and are sent when it can. */
  | { readonly name: "waiting"; readonly count: number }
  /** Some were refused and wait for the person. */
  | { readonly name: "failed"; readonly count: number };

export function saveStateOf({
  pendingCount,
  isWaiting,
  refused,
  unsavedElsewhere,
}: Pick<ImageEditor, "pendingCount" | "isWaiting" | "refused" | "unsavedElsewhere">): SaveState {
  if (refused.length > 0) return { name: "failed", count: refused.length };
  const count = pendingCount + unsavedElsewhere;
  if (count === 0) return { name: "saved" };
  return isWaiting ? { name: "waiting", count } : { name: "saving" };
}

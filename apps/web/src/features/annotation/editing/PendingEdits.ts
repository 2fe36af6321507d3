import type { SavedImageState } from "./ImageEditing.ts";

/** Where edits that are not stored on the server outlive the page. */
export interface PendingEdits {
  /** Images with such edits. */
  readonly imageIds: () => readonly string[];
  readonly read: (imageId: string) => SavedImageState | null;
  readonly write: (imageId: string, state: SavedImageState | null) => void;
}

/** Raised when the state's form changes: edits of another version are not read. */
const VERSION = 1;

/**
 * Pending edits in the tab's own storage, which a reload keeps and no other tab reads: two tabs would send the same edits. They are
 * kept by person, for another one may sign in. `onFull` is told when the storage takes no more: the edits are in the page alone then.
 */
export function pendingEditsIn(storage: Storage, personId: string, onFull: (error: unknown) => void): PendingEdits {
  const prefix = `maskyard-edits:${VERSION}:${personId}:`;
  return {
    imageIds: () =>
      Object.keys(storage)
        .filter((key) => key.startsWith(prefix))
        .map((key) => key.slice(prefix.length)),
    read: (imageId) => {
      const text = storage.getItem(prefix + imageId);
      return text === null ? null : (JSON.parse(text) as SavedImageState);
    },
    write: (imageId, state) => {
      if (state === null) storage.removeItem(prefix + imageId);
      else {
        try {
          storage.setItem(prefix + imageId, JSON.stringify(state));
        } catch (error) {
          onFull(error);
        }
      }
    },
  };
}

import type { EditorTransport } from "./EditorTransport.ts";
import { ImageEditing } from "./ImageEditing.ts";
import type { PendingEdits } from "./PendingEdits.ts";

/** Images whose history is kept in this tab. */
const IMAGES_MOST = 100;

/** The editings of all images that were opened in this tab: leaving an image forgets neither its pending edits nor its history. */
export class EditingSessions {
  readonly #transport: EditorTransport;
  readonly #pendingEdits: PendingEdits;
  readonly #editings = new Map<string, ImageEditing>();
  readonly #listeners = new Set<() => void>();

  constructor(transport: EditorTransport, pendingEdits: PendingEdits) {
    this.#transport = transport;
    this.#pendingEdits = pendingEdits;
  }

  /** Edits that the page was left with are sent as soon as it is back, on whichever page that is. */
  resume(): void {
    for (const imageId of this.#pendingEdits.imageIds()) this.open(imageId);
  }

  open(imageId: string): ImageEditing {
    const known = this.#editings.get(imageId);
    this.#editings.delete(imageId);
    const editing = known ?? this.#begin(imageId);
    this.#editings.set(imageId, editing);
    this.#forgetOldest();
    return editing;
  }

  /** Edits that are not stored, of all images but `except`. */
  unsavedCount(except?: string): number {
    let count = 0;
    for (const editing of this.#editings.values()) {
      const { pending, refused } = editing.getState();
      if (editing.imageId !== except) count += pending.length + refused.length;
    }
    return count;
  }

  retryNow(): void {
    for (const editing of this.#editings.values()) editing.retryNow();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #begin(imageId: string): ImageEditing {
    const saved = this.#pendingEdits.read(imageId);
    const editing = new ImageEditing({
      imageId,
      transport: this.#transport,
      saved,
      keep: (state) => this.#pendingEdits.write(imageId, state),
    });
    editing.subscribe(() => {
      for (const listener of this.#listeners) listener();
    });
    // What was on its way when the page was left is sent again.
    if (saved !== null) editing.look();
    return editing;
  }

  #forgetOldest(): void {
    for (const [imageId, editing] of this.#editings) {
      if (this.#editings.size <= IMAGES_MOST) return;
      const { pending, refused } = editing.getState();
      if (pending.length + refused.length === 0) this.#editings.delete(imageId);
    }
  }
}

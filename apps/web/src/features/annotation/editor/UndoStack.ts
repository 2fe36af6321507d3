/** What takes one edit back; it fails by throwing nothing and giving false. */
export interface UndoEntry {
  readonly label: string;
  readonly undo: () => Promise<boolean>;
}

/** Edits that can be taken back, newest first. */
export class UndoStack {
  readonly #entries: UndoEntry[] = [];

  get size(): number {
    return this.#entries.length;
  }

  get nextLabel(): string | null {
    return this.#entries.at(-1)?.label ?? null;
  }

  push(entry: UndoEntry): void {
    this.#entries.push(entry);
    if (this.#entries.length > 100) this.#entries.shift();
  }

  /** Takes the newest edit back; it stays on the stack when that did not work. */
  async undo(): Promise<boolean> {
    const entry = this.#entries.pop();
    if (!entry) return false;
    const done = await entry.undo();
    if (!done) this.#entries.push(entry);
    return done;
  }
}

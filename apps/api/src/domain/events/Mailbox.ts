/**
 * Events pushed from outside, merged into one batch until that is taken, read as an async iterator of batches. It holds one batch and no list:
 * however slow its reader is, it is as large as what `merge` makes of the events. Returning it ends it for the reader and calls `onReturn` once.
 */
export class Mailbox<Event, Batch> implements AsyncIterableIterator<Batch> {
  readonly #merge: (batch: Batch | null, event: Event) => Batch;
  readonly #onReturn: () => void;
  readonly #readers: ((result: IteratorResult<Batch>) => void)[] = [];
  #batch: { readonly value: Batch } | null = null;
  #done = false;

  constructor(merge: (batch: Batch | null, event: Event) => Batch, onReturn: () => void) {
    this.#merge = merge;
    this.#onReturn = onReturn;
  }

  push(event: Event): void {
    if (this.#done) {
      return;
    }
    const value = this.#merge(this.#batch?.value ?? null, event);
    const reader = this.#readers.shift();
    this.#batch = reader === undefined ? { value } : null;
    reader?.({ value, done: false });
  }

  next(): Promise<IteratorResult<Batch>> {
    if (this.#batch !== null) {
      const { value } = this.#batch;
      this.#batch = null;
      return Promise.resolve({ value, done: false });
    }
    if (this.#done) {
      return Promise.resolve({ value: undefined, done: true });
    }
    return new Promise((resolve) => this.#readers.push(resolve));
  }

  return(): Promise<IteratorResult<Batch>> {
    if (!this.#done) {
      this.#done = true;
      this.#batch = null;
      this.#onReturn();
      for (const reader of this.#readers.splice(0)) {
        reader({ value: undefined, done: true });
      }
    }
    return Promise.resolve({ value: undefined, done: true });
  }

  throw(error: unknown): Promise<IteratorResult<Batch>> {
    void this.return();
    return Promise.reject(error);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}

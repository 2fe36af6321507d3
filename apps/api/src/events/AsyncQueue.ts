/** Values pushed from outside, read as an async iterator. Returning it ends it for the reader and calls `onReturn` once. */
export class AsyncQueue<T> implements AsyncIterableIterator<T> {
  readonly #values: T[] = [];
  readonly #readers: ((result: IteratorResult<T>) => void)[] = [];
  readonly #onReturn: () => void;
  #done = false;

  constructor(onReturn: () => void) {
    this.#onReturn = onReturn;
  }

  push(value: T): void {
    if (this.#done) {
      return;
    }
    const reader = this.#readers.shift();
    if (reader === undefined) {
      this.#values.push(value);
    } else {
      reader({ value, done: false });
    }
  }

  /** Takes everything that waits to be read, for readers that answer many events at once. */
  drain(): T[] {
    return this.#values.splice(0);
  }

  next(): Promise<IteratorResult<T>> {
    const value = this.#values.shift();
    if (value !== undefined) {
      return Promise.resolve({ value, done: false });
    }
    if (this.#done) {
      return Promise.resolve({ value: undefined, done: true });
    }
    return new Promise((resolve) => this.#readers.push(resolve));
  }

  return(): Promise<IteratorResult<T>> {
    if (!this.#done) {
      this.#done = true;
      this.#values.length = 0;
      this.#onReturn();
      for (const reader of this.#readers.splice(0)) {
        reader({ value: undefined, done: true });
      }
    }
    return Promise.resolve({ value: undefined, done: true });
  }

  throw(error: unknown): Promise<IteratorResult<T>> {
    void this.return();
    return Promise.reject(error);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}

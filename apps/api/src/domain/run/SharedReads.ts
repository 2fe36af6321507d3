/** Reads that are done once for all who ask by the same key. They live as long as the change they belong to: a moment. */
export class SharedReads {
  readonly #kept = new Map<string, unknown>();

  once<Value>(key: string, read: () => Promise<Value>): Promise<Value> {
    return this.keep(key, read);
  }

  /** The same for what is made at once, such as a loader. */
  keep<Value>(key: string, make: () => Value): Value {
    if (!this.#kept.has(key)) this.#kept.set(key, make());
    return this.#kept.get(key) as Value;
  }
}

/**
 * Loads items in order and ahead of their use: at most `maxItems` of them, and no further one while those ahead are
 * estimated at more than `maxBytes`. A failure is thrown by the `next` that asks for that item.
 */
export class ReadAhead<Item, Loaded> {
  readonly #options: {
    items: Iterator<Item>;
    load: (item: Item) => Promise<Loaded>;
    estimateBytes: (item: Item) => number;
    maxItems: number;
    maxBytes: number;
  };
  readonly #queue: { loaded: Promise<Loaded>; bytes: number }[] = [];
  #bytes = 0;
  #exhausted = false;

  constructor(options: {
    items: Iterator<Item>;
    load: (item: Item) => Promise<Loaded>;
    estimateBytes: (item: Item) => number;
    maxItems: number;
    maxBytes: number;
  }) {
    this.#options = options;
    this.#fill();
  }

  get itemsAhead(): number {
    return this.#queue.length;
  }

  /** The next item's load, or undefined after the last. */
  async next(): Promise<Loaded | undefined> {
    const head = this.#queue.shift();
    if (!head) return undefined;
    this.#bytes -= head.bytes;
    this.#fill();
    return head.loaded;
  }

  #fill() {
    const { items, load, estimateBytes, maxItems, maxBytes } = this.#options;
    while (!this.#exhausted && this.#queue.length < maxItems && (this.#queue.length === 0 || this.#bytes < maxBytes)) {
      const { value, done } = items.next();
      if (done) {
        this.#exhausted = true;
        return;
      }
      const bytes = estimateBytes(value);
      const loaded = load(value);
      // The error belongs to whoever takes the item; until then it must not count as unhandled.
      loaded.catch(() => undefined);
      this.#queue.push({ loaded, bytes });
      this.#bytes += bytes;
    }
  }
}

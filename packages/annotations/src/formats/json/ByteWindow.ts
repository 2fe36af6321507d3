/** The next bytes of a stream, as many as were asked for. */
export class ByteWindow {
  /** Holds the window from {@link start} to {@link end}. */
  bytes = new Uint8Array(0);
  start = 0;
  end = 0;
  /** How many bytes of the stream lie before the window. */
  offset = 0;
  isAtEnd = false;
  readonly #chunks: AsyncIterator<Uint8Array>;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** Reads on until the window holds this many bytes, or all that are left. */
  async need(count: number): Promise<void> {
    while (this.end - this.start < count && !this.isAtEnd) {
      const next = await this.#chunks.next();
      if (next.done) this.isAtEnd = true;
      else this.#append(next.value, count);
    }
  }

  advance(count: number): void {
    this.start += count;
    this.offset += count;
  }

  /** Lets go of the stream where it was not read to its end. */
  async close(): Promise<void> {
    await this.#chunks.return?.();
  }

  #append(chunk: Uint8Array, count: number): void {
    const held = this.end - this.start;
    if (this.end + chunk.length > this.bytes.length) {
      const length = Math.max(2 * count, held + chunk.length);
      const target = length > this.bytes.length ? new Uint8Array(length) : this.bytes;
      target.set(this.bytes.subarray(this.start, this.end));
      this.bytes = target;
      this.start = 0;
      this.end = held;
    }
    this.bytes.set(chunk, this.end);
    this.end += chunk.length;
  }
}

import type { ManifestCategory } from "./SnapshotManifest.ts";

/** Begins every image of a manifest's canonical JSON, and nothing else: within a string the quotes would be escaped. */
const IMAGE_START = Buffer.from('{"annotations":[');
const HEAD_END = Buffer.from(',"images":[');
const TAIL = Buffer.from('],"version":1}');

/**
 * The images of a manifest's canonical JSON one after the other, as the bytes they are written in, from text that comes in
 * pieces of any size. Equal images have equal bytes, so that two manifests are compared without reading what is the same.
 */
export class ManifestSlices {
  readonly #pieces: AsyncIterator<Uint8Array>;
  #buffer: Buffer = Buffer.alloc(0);
  #at = 0;
  #hasEnded = false;
  #categories: readonly ManifestCategory[] | null = null;

  constructor(text: AsyncIterable<Uint8Array>) {
    this.#pieces = text[Symbol.asyncIterator]();
  }

  /** The categories, which stand before the images. */
  async readCategories(): Promise<readonly ManifestCategory[]> {
    if (this.#categories !== null) return this.#categories;
    let end = this.#buffer.indexOf(HEAD_END);
    while (end < 0) {
      if (!(await this.#readMore())) throw broken("no list of images");
      end = this.#buffer.indexOf(HEAD_END);
    }
    const head = JSON.parse(`${this.#buffer.toString("utf8", 0, end)}}`) as { categories: ManifestCategory[] };
    this.#at = end + HEAD_END.length;
    this.#categories = head.categories;
    return head.categories;
  }

  /**
   * The next image that is in the buffer already, or null when more must be read first ({@link readNext}). Apart from that one so
   * that most images need no turn of the event loop.
   */
  takeBuffered(): Buffer | null {
    const next = this.#buffer.indexOf(IMAGE_START, this.#at + IMAGE_START.length);
    if (next < 0) return null;
    const slice = this.#buffer.subarray(this.#at, next - 1); // without the comma
    this.#at = next;
    return slice;
  }

  /** The next image; null after the last. Throws on text that is no manifest or was cut off. */
  async readNext(): Promise<Buffer | null> {
    await this.readCategories();
    for (;;) {
      const slice = this.takeBuffered();
      if (slice !== null) return slice;
      if (this.#hasEnded) return this.#takeLast();
      await this.#readMore();
    }
  }

  async close(): Promise<void> {
    await this.#pieces.return?.();
  }

  #takeLast(): Buffer | null {
    const end = this.#buffer.length - TAIL.length;
    if (end < this.#at || !this.#buffer.subarray(end).equals(TAIL)) throw broken("no version 1 at its end");
    const slice = this.#buffer.subarray(this.#at, end);
    this.#at = end;
    return slice.length === 0 ? null : slice;
  }

  async #readMore(): Promise<boolean> {
    const { value, done } = await this.#pieces.next();
    if (done) {
      this.#hasEnded = true;
      return false;
    }
    const rest = this.#buffer.subarray(this.#at);
    this.#buffer = rest.length === 0 ? Buffer.from(value) : Buffer.concat([rest, value]);
    this.#at = 0;
    return true;
  }
}

function broken(what: string): Error {
  return new Error(`ManifestSlices: expected the canonical JSON of a manifest, found ${what}`);
}

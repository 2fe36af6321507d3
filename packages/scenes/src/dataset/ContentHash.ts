import { createHash, type Hash } from "node:crypto";

/**
 * SHA-256 over files in the order they are added: path, length and bytes of each. Callers add them in the order of
 * their paths, so that equal folders have equal hashes.
 */
export class ContentHash {
  readonly #hash: Hash = createHash("sha256");
  #last = "";

  /** @throws RangeError when paths come out of order. */
  add(path: string, content: Uint8Array | string): void {
    if (path <= this.#last) throw new RangeError(`ContentHash.add: ${path} comes after ${this.#last}, expected order`);
    this.#last = path;
    const bytes = typeof content === "string" ? Buffer.from(content) : content;
    this.#hash.update(`${path}\0${bytes.length}\0`).update(bytes);
  }

  hex(): string {
    return this.#hash.digest("hex");
  }
}

import { writeSync } from "node:fs";

const AGAIN_AFTER_MS = 10;
const TRIES_MAX = 100;

/**
 * Where a service's log goes: standard output, which is a file below the data folder. pino's own destination ends the process when a write
 * fails, but a service must outlive a full disk: lines that find no room are left out, and before the next one that does it is said how many.
 */
export class StandardOutput {
  readonly #file: { readonly fd: number };
  #leftOut = 0;
  #closed = false;

  constructor(file: { readonly fd: number } = { fd: 1 }) {
    this.#file = file;
  }

  /** Throws what is neither a full disk nor a reader that went away. */
  write(line: string): void {
    if (this.#closed) return;
    try {
      this.#writeWhole(this.#leftOut === 0 ? line : `\n${this.#report()}\n${line}`);
      this.#leftOut = 0;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "ENOSPC") this.#leftOut++;
      else if (code === "EPIPE") this.#closed = true;
      else throw error;
    }
  }

  #report(): string {
    const msg = `the log's disk was full: ${this.#leftOut} lines before this one were left out, the first of them perhaps in part`;
    return JSON.stringify({ level: 40, time: Date.now(), msg });
  }

  #writeWhole(text: string): void {
    let left = Buffer.from(text);
    for (let tries = 1; left.length > 0; ) {
      try {
        left = left.subarray(writeSync(this.#file.fd, left));
      } catch (error) {
        // A pipe whose reader is slow.
        if ((error as NodeJS.ErrnoException).code !== "EAGAIN" || tries++ === TRIES_MAX) throw error;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, AGAIN_AFTER_MS);
      }
    }
  }
}

import { createWriteStream } from "node:fs";
import { mkdir, open, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { sizeOfFile } from "@maskyard/store";
import { InvalidInputError } from "../errors/expectedErrors.ts";

/** A piece was sent for another place than where the bytes end. */
export class OffsetMismatch extends Error {
  readonly received: number;

  constructor(received: number) {
    super(`expected the piece that starts at ${received}`);
    this.received = received;
  }
}

interface Writer {
  readonly piece: Readable;
  readonly ended: Promise<void>;
}

/**
 * The bytes of uploads, a file each. How far an upload came is its file's length: what was written stays when a connection, or this
 * process, is cut off. One piece is written at a time; a newer one cuts an older one off, whose client is gone.
 */
export class UploadFiles {
  readonly #folder: string;
  readonly #writers = new Map<string, Writer>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  path(id: string): string {
    return join(this.#folder, id);
  }

  /** Makes the file where it is not there. */
  async create(id: string): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    await (await open(this.path(id), "a", 0o600)).close();
  }

  /** Bytes that have come; null where there is no file. Cuts off a piece on its way, which would make the answer stale. */
  async received(id: string): Promise<number | null> {
    await this.#stop(id);
    return sizeOfFile(this.path(id));
  }

  /**
   * Appends a piece and returns how many bytes have come then, safe from a power loss. Of a piece that is cut off the part that came
   * stays. Throws {@link OffsetMismatch}, or InvalidInputError when the piece goes beyond `bytesMax` of the whole.
   */
  async append(id: string, offset: number, piece: Readable, bytesMax: number): Promise<number> {
    let received: number;
    do {
      received = (await this.received(id)) ?? 0;
    } while (this.#writers.has(id)); // another piece came while the length was read
    if (offset !== received) {
      throw new OffsetMismatch(received);
    }
    const written = pipeline(
      upTo(piece, bytesMax - received),
      createWriteStream(this.path(id), { flags: "r+", start: offset, flush: true }),
    );
    const ended = written.then(
      () => undefined,
      () => undefined,
    );
    this.#writers.set(id, { piece, ended });
    try {
      await written;
    } finally {
      if (this.#writers.get(id)?.piece === piece) this.#writers.delete(id);
    }
    return (await sizeOfFile(this.path(id))) ?? 0;
  }

  async remove(id: string): Promise<void> {
    await this.#stop(id);
    await rm(this.path(id), { force: true });
  }

  /** Cuts off all pieces on their way; what came of them stays. */
  async close(): Promise<void> {
    await Promise.all([...this.#writers.keys()].map((id) => this.#stop(id)));
  }

  /** Ids of all files. */
  async list(): Promise<string[]> {
    await mkdir(this.#folder, { recursive: true });
    return readdir(this.#folder);
  }

  async #stop(id: string): Promise<void> {
    for (let writer = this.#writers.get(id); writer !== undefined; writer = this.#writers.get(id)) {
      writer.piece.destroy(new Error("the upload goes on in another request, or the server stops"));
      await writer.ended;
      if (this.#writers.get(id) === writer) this.#writers.delete(id);
    }
  }
}

async function* upTo(piece: AsyncIterable<Buffer>, bytesMax: number): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of piece) {
    bytes += chunk.length;
    if (bytes > bytesMax) {
      throw new InvalidInputError("The upload received more bytes than it announced. Start a new upload.");
    }
    yield chunk;
  }
}

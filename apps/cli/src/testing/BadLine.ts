import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

/** A line to a server that can be counted, cut and held, as a bad network does. */
export class BadLine {
  readonly #target: URL;
  readonly #sockets = new Set<Socket>();
  readonly #waiters: { readonly bytes: number; readonly reached: () => void }[] = [];
  #server: Server | null = null;
  #holdAfter = Number.POSITIVE_INFINITY;
  /** Bytes that went to the server. */
  sent = 0;

  constructor(target: string) {
    this.#target = new URL(target);
  }

  /** Opens the line and returns its address. */
  async open(): Promise<string> {
    this.#server = createServer((near) => {
      const far = connect(Number(this.#target.port), this.#target.hostname);
      for (const socket of [near, far]) {
        this.#sockets.add(socket);
        socket.on("error", () => socket.destroy());
      }
      near.on("data", (chunk: Buffer) => {
        this.sent += chunk.length;
        far.write(chunk);
        if (this.sent >= this.#holdAfter) near.pause();
        for (const { bytes, reached } of this.#waiters) if (this.sent >= bytes) reached();
      });
      far.pipe(near);
      near.on("close", () => far.destroy());
      far.on("close", () => near.destroy());
    });
    await new Promise<void>((resolve) => this.#server?.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Lets so many bytes through, and no more. Resolves when they went. */
  async holdAfter(bytes: number): Promise<void> {
    this.#holdAfter = this.sent + bytes;
    await this.reached(this.#holdAfter);
  }

  reached(bytes: number): Promise<void> {
    return new Promise((reached) => this.#waiters.push({ bytes, reached }));
  }

  /** Lets everything through again. */
  release(): void {
    this.#holdAfter = Number.POSITIVE_INFINITY;
  }

  /** Cuts every connection; new ones can be made. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise<void>((resolve) => (this.#server === null ? resolve() : this.#server.close(() => resolve())));
  }
}

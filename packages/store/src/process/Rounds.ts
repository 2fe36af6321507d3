/**
 * Does something every so often, never twice at a time: a round that falls due while the last one is under way is left out. Behind a lock or an outage, rounds
 * that each wait with a connection in hand would leave none for anybody else.
 */
export class Rounds {
  readonly #timer: NodeJS.Timeout;
  #current: Promise<void> | null = null;

  /** @param round Deals with its own errors. */
  constructor(everyMs: number, round: () => Promise<void>) {
    this.#timer = setInterval(() => {
      this.#current ??= round().finally(() => {
        this.#current = null;
      });
    }, everyMs);
  }

  /** No further rounds; resolves when the one under way is over. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#current;
  }
}

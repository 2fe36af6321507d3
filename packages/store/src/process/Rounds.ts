/**
 * Does something every so often, never twice at a time: a round that falls due while the last one is under way is left out. Behind a lock or an outage, rounds
 * that each wait with a connection in hand would leave none for anybody else.
 */
export class Rounds {
  readonly #round: () => Promise<void>;
  readonly #timer: NodeJS.Timeout;
  #current: Promise<void> | null = null;

  /** @param round Deals with its own errors. */
  constructor(everyMs: number, round: () => Promise<void>) {
    this.#round = round;
    this.#timer = setInterval(() => this.now(), everyMs);
  }

  /** A round without waiting for its time, unless one is under way. */
  now(): void {
    this.#current ??= this.#round().finally(() => {
      this.#current = null;
    });
  }

  /** No further rounds; resolves when the one under way is over. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#current;
  }
}

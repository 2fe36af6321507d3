import { TooBusyError } from "../errors/workErrors.ts";

/** What a client may wait before it asks again; most work is done by then. */
const RETRY_AFTER_SECONDS = 10;

interface Waiting {
  readonly begin: () => void;
}

/** Lets so many in at a time, in the order they came, and so many wait. */
export class LaneQueue {
  readonly #insideMax: number;
  readonly #waitingMax: number;
  readonly #waiting = new Set<Waiting>();
  #inside = 0;

  constructor(insideMax: number, waitingMax: number) {
    this.#insideMax = insideMax;
    this.#waitingMax = waitingMax;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  /**
   * Resolves when it is one's turn, with what is called once at the end of it. Throws {@link TooBusyError} where as many wait already as may, and the
   * signal's reason when that is aborted first.
   */
  async enter(signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    if (this.#inside < this.#insideMax) {
      this.#inside += 1;
      return () => this.#leave();
    }
    if (this.#waiting.size >= this.#waitingMax) {
      throw new TooBusyError(
        `The server is busy, and ${this.#waiting.size} more requests are waiting. Try again in a moment.`,
        RETRY_AFTER_SECONDS,
      );
    }
    await new Promise<void>((resolve, reject) => {
      const giveUp = () => {
        this.#waiting.delete(waiting);
        reject(signal.reason);
      };
      const waiting: Waiting = {
        begin: () => {
          signal.removeEventListener("abort", giveUp);
          resolve();
        },
      };
      signal.addEventListener("abort", giveUp, { once: true });
      this.#waiting.add(waiting);
    });
    return () => this.#leave();
  }

  /** The place goes to the one that waits longest. */
  #leave(): void {
    const [next] = this.#waiting;
    if (next === undefined) {
      this.#inside -= 1;
      return;
    }
    this.#waiting.delete(next);
    next.begin();
  }
}

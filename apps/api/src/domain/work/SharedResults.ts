/** Waits for a promise no longer than until the signal is aborted, and then throws its reason. */
function orGone<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(signal.reason);
    if (signal.aborted) giveUp();
    signal.addEventListener("abort", giveUp, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", giveUp));
  });
}

interface Shared<Value> {
  readonly promise: Promise<Value>;
  readonly stop: AbortController;
  readonly madeAtMs: number;
  waiting: number;
  isDone: boolean;
}

/**
 * Results by key, each made once for all who ask for it, and kept for those who come later. What nobody waits for any more is given up; a failure is told to
 * those who waited and is not kept.
 */
export class SharedResults<Value> {
  readonly #kept = new Map<string, Shared<Value>>();
  readonly #keptMax: number;
  readonly #keptMs: number;

  constructor(keptMax: number, keptMs = Number.POSITIVE_INFINITY) {
    this.#keptMax = keptMax;
    this.#keptMs = keptMs;
  }

  async get(key: string, signal: AbortSignal, make: (signal: AbortSignal) => Promise<Value>): Promise<Value> {
    const known = this.#kept.get(key);
    const isFresh = known !== undefined && performance.now() - known.madeAtMs < this.#keptMs;
    const shared = isFresh ? known : this.#begin(key, make);
    shared.waiting += 1;
    try {
      return await orGone(shared.promise, signal);
    } finally {
      shared.waiting -= 1;
      if (shared.waiting === 0 && !shared.isDone) {
        this.#forget(key, shared);
        shared.stop.abort(signal.reason ?? new Error("nobody waits for it any more"));
      }
    }
  }

  #begin(key: string, make: (signal: AbortSignal) => Promise<Value>): Shared<Value> {
    const stop = new AbortController();
    const promise = make(stop.signal);
    const shared: Shared<Value> = { promise, stop, madeAtMs: performance.now(), waiting: 0, isDone: false };
    this.#kept.delete(key);
    this.#kept.set(key, shared);
    promise.then(
      () => {
        shared.isDone = true;
        this.#makeRoom();
      },
      () => {
        shared.isDone = true;
        this.#forget(key, shared);
      },
    );
    return shared;
  }

  /** The oldest results go first; one under way is somebody's, and goes when it is done or given up. */
  #makeRoom(): void {
    const done = [...this.#kept].filter(([, { isDone }]) => isDone);
    for (const [key, shared] of done.slice(0, Math.max(0, done.length - this.#keptMax))) this.#forget(key, shared);
  }

  #forget(key: string, shared: Shared<Value>): void {
    if (this.#kept.get(key) === shared) this.#kept.delete(key);
  }
}

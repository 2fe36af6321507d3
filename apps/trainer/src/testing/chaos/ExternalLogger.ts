import { setTimeout as delay } from "node:timers/promises";

/** A program that logs one value after the other over HTTP and never gives up on one: what it was told is in has to stay. */
export class ExternalLogger {
  readonly #url: string;
  readonly #token: string;
  #runId = "";
  #stopped = false;
  #working: Promise<void> = Promise.resolve();
  /** Values in the order they were acknowledged. */
  readonly acknowledged: number[] = [];
  /** Requests that got no answer, or one that said to try again. */
  unanswered = 0;
  /** Of these, those that were told that the database has no room. */
  refusedForRoom = 0;

  constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  get runId(): string {
    return this.#runId.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }

  async start(name: string): Promise<void> {
    const { run } = (await this.#post("runs/create", JSON.stringify({ run_name: name }))) as {
      run: { info: { run_id: string } };
    };
    this.#runId = run.info.run_id;
    this.#working = this.#work();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#working;
  }

  async #work(): Promise<void> {
    for (let value = 0; !this.#stopped; value++) {
      const metrics = [{ key: "count", value, step: value, timestamp: Date.now() }];
      // The same bytes each time: that is how the server knows a batch again.
      await this.#post("runs/log-batch", JSON.stringify({ run_id: this.#runId, metrics }));
      this.acknowledged.push(value);
    }
  }

  async #post(path: string, body: string): Promise<unknown> {
    for (;;) {
      const response = await fetch(`${this.#url}/api/2.0/mlflow/${path}`, {
        method: "POST",
        headers: { authorization: `Bearer ${this.#token}`, "content-type": "application/json" },
        body,
        signal: AbortSignal.timeout(20_000),
      }).catch(() => null); // the server is away
      if (response?.ok) return response.json();
      const answer = await response?.text().catch(() => ""); // the server went away while it answered
      if (response && response.status !== 503) throw new Error(`${path}: ${response.status} ${answer}`);
      if (answer?.includes("The database's disk is full")) this.refusedForRoom++;
      this.unanswered++;
      await delay(50);
    }
  }
}

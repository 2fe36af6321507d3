import type { GraphConnection } from "./GraphConnection.ts";
import { MaskyardError } from "./MaskyardError.ts";
import { PointBuffer } from "./PointBuffer.ts";

const LOG = `mutation ($input: LogMetricsInput!) {
  logMetrics(input: $input) { __typename ... on Error { message } ... on LogMetricsSuccess { data } }
}`;
const FINISH = `mutation ($input: FinishRunInput!) {
  finishRun(input: $input) { __typename ... on Error { message } ... on FinishRunSuccess { data { id } } }
}`;

/** What was logged is on its way after this, so that curves are live. */
const SEND_AFTER_MS = 250;
/** A batch this large does not wait for more. */
const FULL_BATCH_POINTS = 5_000;
/** From here on `log` asks to be awaited. */
const MANY_WAITING_POINTS = 20_000;
/** A program that never awaits gets an error rather than to fill its memory. */
const MOST_WAITING_POINTS = 1_000_000;

export interface LogRun {
  readonly id: string;
  readonly name: string;
  /** Of its page. */
  readonly url: string;
}

export interface RunEnd {
  readonly status?: "succeeded" | "failed" | "cancelled";
  /** Of a failed run. */
  readonly failureReason?: string;
}

/**
 * A run that a program logs to. Points are gathered and sent in batches, one at a time and in their order; each batch has a key, so that one whose answer was
 * lost is sent again and counts once.
 */
export class LoggedRun implements LogRun {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly #connection: GraphConnection;
  readonly #waiting = new PointBuffer();
  #nextStep = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #sending: Promise<void> | undefined;
  #failure: MaskyardError | undefined;

  constructor(connection: GraphConnection, run: LogRun) {
    this.#connection = connection;
    this.id = run.id;
    this.name = run.name;
    this.url = run.url;
    sendWhenPageCloses(() => this.#send());
  }

  /**
   * Takes values of one step: `log({ loss: 0.3, "val/AP": 0.1 }, 20)`. Without a step it is the one after the last.
   *
   * Resolves at once while the server keeps up, and when there is room again where it does not: await it in a loop that logs faster than a network sends. It never
   * rejects; what the server refused is thrown by the next call, by `flush` and by `finish`.
   */
  log(values: Readonly<Record<string, number>>, step: number = this.#nextStep): Promise<void> {
    this.#throwFailure();
    if (this.#waiting.count >= MOST_WAITING_POINTS) {
      throw new MaskyardError("TOO_FAST", `${MOST_WAITING_POINTS} points wait to be sent; await what log returns.`);
    }
    this.#waiting.add(values, step, Date.now());
    this.#nextStep = step + 1;
    if (this.#waiting.count >= FULL_BATCH_POINTS) this.#send();
    else this.#timer ??= setTimeout(() => this.#send(), SEND_AFTER_MS);
    return this.#waiting.count < MANY_WAITING_POINTS ? Promise.resolve() : this.#untilRoom();
  }

  /** Resolves when all that was logged is durable. Throws {@link MaskyardError}. */
  async flush(): Promise<void> {
    while (this.#failure === undefined && (this.#sending !== undefined || this.#waiting.count > 0)) {
      this.#send();
      await this.#sending;
    }
    this.#throwFailure();
  }

  /** Sends what waits and says how the run ended: "succeeded" unless said otherwise. Throws {@link MaskyardError}. */
  async finish({ status = "succeeded", failureReason }: RunEnd = {}): Promise<void> {
    await this.flush();
    await this.#connection.mutate(FINISH, {
      id: this.id,
      status: status.toUpperCase(),
      failureReason: failureReason ?? null,
    });
  }

  async #untilRoom(): Promise<void> {
    while (this.#failure === undefined && this.#waiting.count >= MANY_WAITING_POINTS) {
      this.#send();
      await this.#sending;
    }
  }

  /** Begins to send what waits, unless a batch is on its way; its end begins the next. */
  #send(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#sending !== undefined || this.#failure !== undefined || this.#waiting.count === 0) return;
    const input = { runId: this.id, key: crypto.randomUUID(), series: this.#waiting.take() };
    this.#sending = this.#connection
      .mutate(LOG, input)
      .catch((error: unknown) => {
        this.#failure =
          error instanceof MaskyardError ? error : new MaskyardError("BROKEN", String(error), { cause: error });
      })
      .then(() => {
        this.#sending = undefined;
        if (this.#waiting.count > 0) this.#timer ??= setTimeout(() => this.#send(), 0);
      });
  }

  #throwFailure(): void {
    if (this.#failure) throw this.#failure;
  }
}

/** A browser's page that is closed still sends small requests; Node goes on until the timer and the request are done. */
function sendWhenPageCloses(send: () => void): void {
  const page = globalThis as { addEventListener?: (type: string, listener: () => void) => void };
  page.addEventListener?.("pagehide", send);
}

import type { ChildMessage, ChildReport } from "../protocol/childMessages.ts";

export interface Acknowledgement {
  value?: string | undefined;
}

/**
 * The training process's end of the wire: numbers the reports, resolves each when it is durable, and makes the sender wait
 * while `windowSize` of them are not. So a database that is away stops the training instead of filling the memory.
 */
export class ParentLink {
  readonly #send: (message: ChildMessage) => void;
  readonly #windowSize: number;
  readonly #unacknowledged = new Map<number, (acknowledgement: Acknowledgement) => void>();
  #roomWaiters: (() => void)[] = [];
  #nextSequence = 0;

  constructor(send: (message: ChildMessage) => void, windowSize = 32) {
    this.#send = send;
    this.#windowSize = windowSize;
  }

  /** Resolves when the report is durable. Call `room` before sending many. */
  post(report: ChildReport): Promise<Acknowledgement> {
    const sequence = this.#nextSequence++;
    return new Promise((resolve) => {
      this.#unacknowledged.set(sequence, resolve);
      this.#send({ ...report, sequence } as ChildMessage);
    });
  }

  acknowledge(sequence: number, acknowledgement: Acknowledgement): void {
    const resolve = this.#unacknowledged.get(sequence);
    if (!resolve)
      throw new Error(`ParentLink.acknowledge: expected an unacknowledged sequence number, got ${sequence}`);
    this.#unacknowledged.delete(sequence);
    resolve(acknowledgement);
    const waiters = this.#roomWaiters;
    this.#roomWaiters = [];
    for (const wake of waiters) wake();
  }

  get unacknowledgedCount(): number {
    return this.#unacknowledged.size;
  }

  /** Resolves at once while fewer than the window's size are unacknowledged. */
  room(): Promise<void> {
    return this.#until(() => this.#unacknowledged.size < this.#windowSize);
  }

  /** Resolves when everything sent is durable. */
  drained(): Promise<void> {
    return this.#until(() => this.#unacknowledged.size === 0);
  }

  async #until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.#roomWaiters.push(resolve));
  }
}

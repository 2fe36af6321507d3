import {
  type AttemptOutcome,
  type ClaimedDelivery,
  checkAlertRules,
  claimDeliveries,
  returnDelivery,
  settleDelivery,
} from "@maskyard/store";
import type { Services } from "../../services.ts";
import type { HubEvent } from "../events/EventHub.ts";
import type { Mailbox } from "../events/Mailbox.ts";
import { alertBody, EVENT_NAMES } from "./alertBody.ts";
import { ForbiddenAddressError } from "./publicAddress.ts";
import { openSecret } from "./sealedSecret.ts";
import { sendWebhook } from "./sendWebhook.ts";

/** Notifications can be missed, and the next attempt is due by the passing of time alone. */
const EVERY_MS = 5_000;
/** Runs that log all the time are looked at no more often than this. */
const AT_MOST_EVERY_MS = 1_000;
const SENT_AT_ONCE = 8;
/** Longer than an attempt can take. */
const LEASE_SECONDS = 60;

/**
 * Sends what stands in the outbox, and holds what runs log against the rules. Any number of processes may do so at once; what one of them
 * took and did not bring to its end, another sends after a minute.
 */
export class AlertCourier {
  readonly #services: Services;
  readonly #closing = new AbortController();
  #timer: NodeJS.Timeout | null = null;
  #soon: NodeJS.Timeout | null = null;
  #work: Promise<void> = Promise.resolve();
  /** The round that waits for the one under way. */
  #next: Promise<void> | null = null;
  #events: Mailbox<HubEvent, true> | null = null;

  constructor(services: Services) {
    this.#services = services;
  }

  start(): void {
    this.#timer = setInterval(() => void this.round(), EVERY_MS);
    this.#events = this.#services.events.subscribe(isReasonToLook, () => true);
    void this.#follow(this.#events);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    if (this.#timer !== null) clearInterval(this.#timer);
    if (this.#soon !== null) clearTimeout(this.#soon);
    await this.#events?.return();
    await this.#work;
  }

  /** One round, after the one under way: rules, then everything that is due. Those who ask while one waits share it. */
  round(): Promise<void> {
    this.#next ??= this.#work.then(() => {
      this.#next = null;
      return this.#look();
    });
    this.#work = this.#next;
    return this.#next;
  }

  async #look(): Promise<void> {
    if (this.#closing.signal.aborted) return;
    const { pool, logger } = this.#services;
    try {
      await checkAlertRules(pool);
    } catch (error) {
      logger.warn({ err: error }, "runs could not be held against the rules; trying again later");
    }
    try {
      for (;;) {
        if (this.#closing.signal.aborted) return;
        const claimed = await claimDeliveries(pool, { most: SENT_AT_ONCE, leaseSeconds: LEASE_SECONDS });
        if (claimed.length === 0) return;
        await Promise.all(claimed.map((delivery) => this.#deliver(delivery)));
      }
    } catch (error) {
      logger.warn({ err: error }, "alerts could not be sent; trying again later");
    }
  }

  async #follow(events: AsyncIterable<true>): Promise<void> {
    for await (const _event of events) {
      this.#soon ??= setTimeout(() => {
        this.#soon = null;
        void this.round();
      }, AT_MOST_EVERY_MS);
    }
  }

  async #deliver(delivery: ClaimedDelivery): Promise<void> {
    const { pool, logger } = this.#services;
    const outcome = await this.#attempt(delivery);
    if (outcome === null) {
      await returnDelivery(pool, delivery);
      return;
    }
    await settleDelivery(pool, { deliveryId: delivery.id, attempts: delivery.attempts, ...outcome });
    if (!outcome.delivered) {
      logger.warn({ deliveryId: delivery.id, attempts: delivery.attempts, ...outcome }, "an alert was not delivered");
    }
  }

  /** Null: this process ends, and the attempt was cut off by that alone. */
  async #attempt(delivery: ClaimedDelivery): Promise<Omit<AttemptOutcome, "deliveryId" | "attempts"> | null> {
    const { environment } = this.#services;
    const failed = (problem: string) => ({ delivered: false, responseStatus: null, problem });
    let secret: string;
    try {
      secret = openSecret(delivery.sealedSecret, environment.secret);
    } catch {
      return failed("The secret it is signed with cannot be read: the server's own was changed. Make a new one.");
    }
    try {
      const status = await sendWebhook({
        url: delivery.url,
        secret,
        event: EVENT_NAMES[delivery.kind],
        deliveryId: delivery.id,
        body: JSON.stringify(alertBody(delivery, environment.publicUrl)),
        allowedHosts: environment.webhookHosts,
        signal: this.#closing.signal,
        now: new Date(),
      });
      return { delivered: status >= 200 && status < 300, responseStatus: status, problem: problemOf(status) };
    } catch (error) {
      if (this.#closing.signal.aborted) return null;
      return failed(describe(error));
    }
  }
}

function isReasonToLook(event: HubEvent): boolean {
  if (event.channel === "alert_queued") return true;
  return event.channel === "run_event" && (event.payload.kind === "STATUS" || event.payload.kind === "METRICS");
}

function problemOf(status: number): string | null {
  if (status >= 200 && status < 300) return null;
  const hint = status >= 300 && status < 400 ? "; redirects are not followed" : "";
  return `The receiver answered ${status}${hint}.`;
}

function describe(error: unknown): string {
  if (error instanceof ForbiddenAddressError) return error.message;
  const { name, code } = error as NodeJS.ErrnoException;
  if (name === "TimeoutError" || name === "AbortError") return "The receiver did not answer within 10 seconds.";
  // The code alone: a message may hold an address that the name stands for.
  return `The receiver could not be reached (${code ?? name}).`;
}

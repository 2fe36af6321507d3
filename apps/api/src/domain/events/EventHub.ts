import { type Listener, listen, type Notifications } from "@maskyard/store";
import type { Logger } from "pino";
import { Mailbox } from "./Mailbox.ts";

export type HubEvent =
  | { readonly channel: "run_event"; readonly payload: Notifications["run_event"] }
  | { readonly channel: "alert_queued"; readonly payload: Notifications["alert_queued"] }
  | { readonly channel: "import_event"; readonly payload: Notifications["import_event"] }
  | { readonly channel: "import_cancel"; readonly payload: Notifications["import_cancel"] }
  /** The connection was lost and is back: notifications may have been missed, so everybody reads again. */
  | { readonly channel: "resync" };

const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 5_000;

/**
 * One LISTEN connection for the whole process; every subscription gets the events its filter lets through. Events say that
 * something was committed, never what: subscribers read the committed state.
 */
export class EventHub {
  readonly #databaseUrl: string;
  readonly #logger: Logger;
  readonly #subscribers = new Map<
    { push(event: HubEvent): void; return(): Promise<unknown> },
    (event: HubEvent) => boolean
  >();
  #listener: Listener | null = null;
  #retry: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(databaseUrl: string, logger: Logger) {
    this.#databaseUrl = databaseUrl;
    this.#logger = logger;
  }

  /** Resolves when it listens or, with Postgres away, when trying again is on its way. */
  async start(waitMs = FIRST_WAIT_MS): Promise<void> {
    try {
      const listener = await listen(
        this.#databaseUrl,
        ["run_event", "alert_queued", "import_event", "import_cancel"],
        (channel, payload) => this.#publish({ channel, payload } as HubEvent),
        {
          onResync: () => this.#publish({ channel: "resync" }),
          onError: (error) => this.#logger.warn({ err: error }, "the connection for notifications was lost"),
        },
      );
      if (this.#closed) {
        await listener.close();
        return;
      }
      this.#listener = listener;
      this.#publish({ channel: "resync" });
    } catch (error) {
      this.#logger.warn({ err: error }, "cannot listen for notifications yet");
      if (!this.#closed) {
        this.#retry = setTimeout(() => void this.start(Math.min(waitMs * 2, LONGEST_WAIT_MS)), waitMs);
      }
    }
  }

  /**
   * Events that pass `wanted`, from now on, until the iterator is returned or the hub closes. Those that come before the reader takes them are
   * merged into one batch, which must not grow with their number.
   */
  subscribe<Batch>(
    wanted: (event: HubEvent) => boolean,
    merge: (batch: Batch | null, event: HubEvent) => Batch,
  ): Mailbox<HubEvent, Batch> {
    const mailbox: Mailbox<HubEvent, Batch> = new Mailbox(merge, () => this.#subscribers.delete(mailbox));
    this.#subscribers.set(mailbox, wanted);
    return mailbox;
  }

  /** Subscriptions under way. */
  get subscriberCount(): number {
    return this.#subscribers.size;
  }

  #publish(event: HubEvent): void {
    for (const [mailbox, wanted] of this.#subscribers) {
      if (event.channel === "resync" || wanted(event)) {
        mailbox.push(event);
      }
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#retry !== null) {
      clearTimeout(this.#retry);
    }
    for (const mailbox of [...this.#subscribers.keys()]) {
      await mailbox.return();
    }
    await this.#listener?.close();
  }
}

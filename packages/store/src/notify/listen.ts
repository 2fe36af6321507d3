import { setTimeout as delay } from "node:timers/promises";
import { Client, type Notification } from "pg";
import type { Notifications } from "./channels.ts";

export interface Listener {
  close(): Promise<void>;
}

export interface ListenOptions {
  /** Called after every reconnect: notifications may have been missed, so what is shown must be read again. */
  readonly onResync?: () => void;
  /** A lost or refused connection; it is being tried again. */
  readonly onError?: (error: Error) => void;
}

const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 5_000;

/**
 * Hands every notification of `channels` to `handler`, over one connection of its own that is made anew for as long as it takes when it is lost.
 * Resolves when it listens for the first time; throws if that first connection fails.
 */
export async function listen<Channel extends keyof Notifications>(
  url: string,
  channels: readonly Channel[],
  handler: (channel: Channel, payload: Notifications[Channel]) => void,
  options: ListenOptions = {},
): Promise<Listener> {
  const closing = new AbortController();
  const onNotification = (message: Notification): void => {
    if (!channels.includes(message.channel as Channel)) return;
    try {
      handler(message.channel as Channel, JSON.parse(message.payload ?? "{}") as Notifications[Channel]);
    } catch (error) {
      options.onError?.(error instanceof Error ? error : new Error(String(error)));
    }
  };

  const connect = async (): Promise<Client> => {
    const client = new Client({
      connectionString: url,
      application_name: "maskyard listen",
      connectionTimeoutMillis: 10_000,
      keepAlive: true,
    });
    let lost = false;
    let listening = false;
    const onLost = (error: Error): void => {
      if (lost) return;
      lost = true;
      if (!listening || closing.signal.aborted) return;
      options.onError?.(error);
      reconnecting = reconnect();
    };
    client.on("error", onLost);
    client.on("end", () => onLost(new Error("the connection for notifications ended")));
    client.on("notification", onNotification);
    try {
      await client.connect();
      for (const channel of channels) await client.query(`LISTEN ${client.escapeIdentifier(channel)}`);
    } catch (error) {
      await client.end().catch(() => undefined); // it may never have been connected
      throw error;
    }
    listening = true;
    if (lost) throw new Error("the connection for notifications was lost at once");
    return client;
  };

  const reconnect = async (): Promise<void> => {
    for (let waitMs = FIRST_WAIT_MS; !closing.signal.aborted; waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
      try {
        await delay(waitMs, undefined, { signal: closing.signal });
        current = await connect();
        if (closing.signal.aborted) await current.end();
        else options.onResync?.();
        return;
      } catch (error) {
        if (closing.signal.aborted) return;
        options.onError?.(error instanceof Error ? error : new Error(String(error)));
      }
    }
  };

  let reconnecting: Promise<void> = Promise.resolve();
  let current = await connect();
  return {
    async close() {
      closing.abort();
      await reconnecting;
      await current.end();
    },
  };
}

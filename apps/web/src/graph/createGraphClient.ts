import { type Client, createClient, fetchExchange, mapExchange, subscriptionExchange } from "@urql/core";
import { type ClientOptions, createClient as createSocket } from "graphql-ws";
import type { ConnectionMonitor } from "./connectionStatus.ts";
import { createCache } from "./createCache.ts";

/** The close codes after which graphql-ws gives up; all others, and a dropped network, are tried again for ever. */
const FATAL_CLOSE_CODES = new Set([4400, 4401, 4403, 4500]);

export interface GraphClientOptions {
  readonly monitor: ConnectionMonitor;
  /** Called when the server says that nobody is signed in. */
  readonly onSignedOut: () => void;
}

/** The one urql client of a browser tab: cookies authenticate it, a WebSocket at the same address carries live updates. */
export function createGraphClient({ monitor, onSignedOut }: GraphClientOptions): Client {
  const socket = createSocket({ ...socketAddress(), ...socketEvents(monitor, onSignedOut) });
  return createClient({
    url: "/graphql",
    preferGetMethod: false,
    fetchOptions: { credentials: "same-origin", headers: { "content-type": "application/json" } },
    exchanges: [
      mapExchange({
        onError(error) {
          if (error.graphQLErrors.some((one) => one.extensions?.code === "UNAUTHENTICATED")) onSignedOut();
        },
      }),
      createCache(),
      fetchExchange,
      subscriptionExchange({
        forwardSubscription(request) {
          const payload = { query: request.query ?? "", variables: request.variables ?? {} };
          return {
            subscribe: (sink) => ({
              unsubscribe: socket.subscribe(payload, {
                next: sink.next as (value: unknown) => void,
                error: (reason) => sink.error(reason),
                complete: () => sink.complete(),
              }),
            }),
          };
        },
      }),
    ],
  });
}

function socketAddress(): Pick<ClientOptions, "url"> {
  const { protocol, host } = window.location;
  return { url: `${protocol === "https:" ? "wss:" : "ws:"}//${host}/graphql` };
}

function socketEvents(monitor: ConnectionMonitor, onSignedOut: () => void): Omit<ClientOptions, "url"> {
  return {
    lazy: true,
    lazyCloseTimeout: 5_000,
    keepAlive: 10_000,
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: (reason) => !(isCloseEvent(reason) && FATAL_CLOSE_CODES.has(reason.code)),
    // 0.5 s, 1 s, 2 s, 4 s, then every 5 s, with jitter so that a server that comes back is not stormed.
    retryWait: (retries) =>
      new Promise((resolve) => setTimeout(resolve, Math.min(5_000, 500 * 2 ** retries) * (0.75 + Math.random() / 2))),
    on: {
      connecting: () => monitor.connecting(),
      connected: () => monitor.connected(),
      closed: (event) => {
        const code = isCloseEvent(event) ? event.code : 1006;
        monitor.closed(code === 1000);
        if (code === 4401 || code === 4403) onSignedOut();
      },
    },
  };
}

function isCloseEvent(reason: unknown): reason is CloseEvent {
  return typeof reason === "object" && reason !== null && "code" in reason;
}

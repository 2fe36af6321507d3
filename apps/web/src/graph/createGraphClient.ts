import { type Client, createClient, fetchExchange, mapExchange, subscriptionExchange } from "@urql/core";
import { type ClientOptions, createClient as createSocket } from "graphql-ws";
import { ActiveQueries } from "./ActiveQueries.ts";
import type { ConnectionMonitor } from "./connectionStatus.ts";
import { createCache } from "./createCache.ts";
import { whenServerIsBack } from "./waitForServer.ts";

/** The close codes after which graphql-ws gives up; all others, and a dropped network, are tried again for ever. */
const FATAL_CLOSE_CODES = new Set([4400, 4401, 4403, 4500]);

/** What the server has not answered in this time it does not answer. */
const ANSWER_WITHIN_MS = 5_000;

export interface GraphClientOptions {
  readonly monitor: ConnectionMonitor;
  /** Called when the server says that nobody is signed in. */
  readonly onSignedOut: () => void;
}

/**
 * The one urql client of a browser tab: cookies authenticate it, a WebSocket at the same address carries live updates. What happened while the socket was
 * lost no event tells: when it is back, all that the page shows is read anew.
 */
export function createGraphClient({ monitor, onSignedOut }: GraphClientOptions): Client {
  const socket = createSocket({ ...socketAddress(), ...socketEvents(monitor, onSignedOut) });
  const active = new ActiveQueries();
  const client = createClient({
    url: "/graphql",
    preferGetMethod: false,
    fetchOptions: { credentials: "same-origin", headers: { "content-type": "application/json" } },
    exchanges: [
      mapExchange({
        onOperation: active.note,
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
  onReconnection(monitor, () => {
    for (const query of active.list()) {
      client.reexecuteOperation(client.createRequestOperation("query", query, { requestPolicy: "network-only" }));
    }
  });
  return client;
}

function onReconnection(monitor: ConnectionMonitor, listener: () => void): void {
  let seen = monitor.get().reconnections;
  monitor.subscribe(() => {
    const { reconnections } = monitor.get();
    if (reconnections === seen) return;
    seen = reconnections;
    listener();
  });
}

function socketAddress(): Pick<ClientOptions, "url"> {
  const { protocol, host } = window.location;
  return { url: `${protocol === "https:" ? "wss:" : "ws:"}//${host}/graphql` };
}

function socketEvents(monitor: ConnectionMonitor, onSignedOut: () => void): Omit<ClientOptions, "url"> {
  let socket: WebSocket | null = null;
  let unanswered: ReturnType<typeof setTimeout> | undefined;
  return {
    lazy: true,
    lazyCloseTimeout: 5_000,
    keepAlive: 10_000,
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: (reason) => !(isCloseEvent(reason) && FATAL_CLOSE_CODES.has(reason.code)),
    // A socket that is tried in vain is made to wait by the browser; whether the server is there is asked by a plain request.
    retryWait: whenServerIsBack,
    connectionAckWaitTimeout: ANSWER_WITHIN_MS,
    on: {
      connecting: () => monitor.connecting(),
      connected: (opened) => {
        socket = opened as WebSocket;
        monitor.connected();
      },
      // A line that died without a word is found out by a ping that nobody answers.
      ping: (received) => {
        if (!received) unanswered = setTimeout(() => socket?.close(4408, "No answer to a ping"), ANSWER_WITHIN_MS);
      },
      pong: (received) => {
        if (received) clearTimeout(unanswered);
      },
      closed: (event) => {
        clearTimeout(unanswered);
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

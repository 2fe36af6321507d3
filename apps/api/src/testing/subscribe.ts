import { once } from "node:events";
import WebSocket from "ws";

export interface Subscription {
  /** The next answer; waits for it. */
  next(): Promise<{
    data?: Record<string, unknown> | null;
    errors?: { message: string; extensions?: { code?: string } }[];
  }>;
  close(): Promise<void>;
}

/** A graphql-transport-ws client without a library, so that what goes over the wire is what the test says. */
export async function subscribe(
  url: string,
  headers: Record<string, string>,
  query: string,
  variables: Record<string, unknown> = {},
  connectionParams: Record<string, unknown> = {},
): Promise<Subscription> {
  const socket = new WebSocket(url, "graphql-transport-ws", { headers });
  const answers: unknown[] = [];
  const waiting: ((answer: unknown) => void)[] = [];
  let failed: Error | null = null;
  const failures: ((error: Error) => void)[] = [];
  const fail = (error: Error): void => {
    failed = error;
    for (const reject of failures.splice(0)) {
      reject(error);
    }
  };
  socket.on("close", (code, reason) => fail(new Error(`closed ${code} ${reason.toString()}`)));
  socket.on("error", fail);
  const acknowledged = new Promise<void>((resolve, reject) => {
    failures.push(reject);
    socket.on("message", (bytes) => {
      const message = JSON.parse(bytes.toString()) as { type: string; payload: unknown };
      if (message.type === "connection_ack") {
        resolve();
      }
      if (message.type === "ping") {
        socket.send(JSON.stringify({ type: "pong" }));
      }
      if (message.type === "next" || message.type === "error") {
        const answer = message.type === "error" ? { errors: message.payload } : message.payload;
        const reader = waiting.shift();
        if (reader === undefined) {
          answers.push(answer);
        } else {
          reader(answer);
        }
      }
    });
  });
  // Told by the race below when it fails before the socket is open.
  acknowledged.catch(() => undefined);
  await Promise.race([once(socket, "open"), new Promise((_resolve, reject) => failures.push(reject))]);
  socket.send(JSON.stringify({ type: "connection_init", payload: connectionParams }));
  await acknowledged;
  socket.send(JSON.stringify({ id: "1", type: "subscribe", payload: { query, variables } }));
  return {
    next() {
      const answer = answers.shift();
      if (answer !== undefined) {
        return Promise.resolve(answer as never);
      }
      if (failed !== null) {
        return Promise.reject(failed);
      }
      return new Promise((resolve, reject) => {
        waiting.push(resolve as (answer: unknown) => void);
        failures.push(reject);
      });
    },
    async close() {
      if (socket.readyState !== WebSocket.CLOSED) {
        const closed = once(socket, "close");
        socket.close();
        await closed;
      }
    },
  };
}

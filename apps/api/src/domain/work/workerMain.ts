import { Socket } from "node:net";
import { join } from "node:path";
import type { Writable } from "node:stream";
import { endWithParent } from "./endWithParent.ts";
import { OUTPUT_FD, type TaskMessage, type WorkerMessage } from "./messages.ts";
import { standBack } from "./standBack.ts";
import type { TaskFunction, WorkContext, WorkStore } from "./Work.ts";
import { toWire } from "./wireError.ts";

// A worker of the API: does one task at a time until it is killed. See WorkerProcess.ts.

/** Few: the work is what takes time, not the waiting. */
const CONNECTIONS_MAX = 4;

standBack(Number(process.env.MASKYARD_NICENESS ?? 0));
endWithParent();

let store: Promise<WorkStore> | null = null;
let output: Writable | null = null;

process.on("message", (message: TaskMessage) => {
  work(message).catch((error: unknown) => send({ kind: "failed", error: toWire(error) }));
});

async function work({ moduleUrl, input }: TaskMessage): Promise<void> {
  const { default: run } = (await import(moduleUrl)) as { default: TaskFunction<unknown, unknown> };
  const result = await run(input, contextOf());
  if (output !== null) await new Promise<void>((resolve, reject) => output?.once("error", reject).end(resolve));
  send({ kind: "done", output: result, residentMib: process.memoryUsage.rss() / 2 ** 20 });
}

function contextOf(): WorkContext {
  return {
    store: () => {
      store ??= openStore();
      return store;
    },
    get output() {
      output ??= new Socket({ fd: OUTPUT_FD, readable: false, writable: true });
      return output;
    },
    // Whoever waits no longer kills the process.
    signal: new AbortController().signal,
    progress: (value) => send({ kind: "progress", value }),
    warn: (text) => send({ kind: "warning", message: text }),
  };
}

async function openStore(): Promise<WorkStore> {
  const { BlobStore, createDatabase } = await import("@maskyard/store");
  const database = createDatabase(process.env.DATABASE_URL ?? "", {
    applicationName: "maskyard worker",
    maxConnections: CONNECTIONS_MAX,
  });
  // A backend that waits for a lock, or computes, would not notice that this process was ended, and would hold what it holds.
  database.pool.on("connect", (client) => {
    client.query("SET client_connection_check_interval = '1s'").catch((error: Error) => {
      // Some systems cannot tell a backend so; then it notices when its statement is done.
      send({ kind: "warning", message: `a worker's connection will notice late that it is lost: ${error.message}` });
    });
  });
  return { ...database, blobs: new BlobStore(join(process.env.MASKYARD_DATA ?? "", "blobs")) };
}

function send(message: WorkerMessage): void {
  // Gone, nobody hears it: the process ends with its parent.
  process.send?.(message, undefined, undefined, () => undefined);
}

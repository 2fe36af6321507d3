import type { WireError } from "./wireError.ts";

/** What the API says to a worker process. */
export interface TaskMessage {
  readonly moduleUrl: string;
  readonly input: unknown;
}

/** What a worker process says to the API. */
export type WorkerMessage =
  | { readonly kind: "progress"; readonly value: unknown }
  | { readonly kind: "warning"; readonly message: string }
  | { readonly kind: "done"; readonly output: unknown; readonly residentMib: number }
  | { readonly kind: "failed"; readonly error: WireError };

/** The pipe on which a worker streams: after the three of every process and the one for messages. */
export const OUTPUT_FD = 4;

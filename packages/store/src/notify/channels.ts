import type { ClientBase, Pool } from "pg";
import { runEventPayload } from "./runEventPayload.ts";

/** Something of a run was committed. Small: readers fetch what changed. */
export interface RunEventNotification {
  readonly runId: string;
  readonly kind: "STATUS" | "METRICS" | "LOG" | "CHECKPOINT" | "EVALUATION";
  /** METRICS: points with steps fromStep…step of `series` were committed. CHECKPOINT, EVALUATION: the step they belong to. */
  readonly step?: number;
  readonly fromStep?: number;
  /** METRICS: names of the series that grew; absent when they are too many, or too long, to name. */
  readonly series?: readonly string[];
  /** LOG: index of the first new line, and how many there are. */
  readonly firstLine?: number;
  readonly lineCount?: number;
}

/** The channels of LISTEN/NOTIFY with their payloads (JSON). */
export interface Notifications {
  job_queued: { readonly jobId: string };
  job_cancel: { readonly jobId: string };
  run_event: RunEventNotification;
  alert_queued: Record<string, never>;
  import_event: { readonly importId: string };
  /** Somebody is about to end this import: whoever works on it lets go of it. */
  import_cancel: { readonly importId: string };
}

/** Sends a notification; within a transaction it goes out when that commits, and never if it does not. */
export async function notify<Channel extends keyof Notifications>(
  client: ClientBase | Pool,
  channel: Channel,
  payload: Notifications[Channel],
): Promise<void> {
  const text = channel === "run_event" ? runEventPayload(payload as RunEventNotification) : JSON.stringify(payload);
  await client.query("SELECT pg_notify($1, $2)", [channel, text]);
}

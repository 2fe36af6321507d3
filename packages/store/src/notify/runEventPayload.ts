import type { RunEventNotification } from "./channels.ts";

/** Postgres refuses a notification of 8,000 bytes. */
const PAYLOAD_BYTES_MAX = 7_999;
/** More names than these say no more than that much has changed. */
const NAMES_MAX = 50;

/** A run's event as it is sent: without the names of its series where there are too many of them, or too long ones, for a notification. */
export function runEventPayload(event: RunEventNotification): string {
  const { series, ...others } = event;
  if (series === undefined || series.length > NAMES_MAX) return JSON.stringify(others);
  const payload = JSON.stringify(event);
  return Buffer.byteLength(payload) <= PAYLOAD_BYTES_MAX ? payload : JSON.stringify(others);
}

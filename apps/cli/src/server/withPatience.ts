import { setTimeout as delay } from "node:timers/promises";
import { CliError } from "../errors/CliError.ts";

/** Failures that pass when a server that is being restarted, or its database, is back. */
const PASSING_CODES = new Set(["UNREACHABLE", "SERVICE_UNAVAILABLE"]);
const WAIT_MS = 1_000;
const PATIENCE_MS = 60_000;

/** Runs `operation`, again for up to a minute while the server cannot be reached; then, or for any other failure, throws what it threw. */
export async function withPatience<T>(operation: () => Promise<T>): Promise<T> {
  const deadlineMs = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await operation();
    } catch (error) {
      const mayPass = error instanceof CliError && PASSING_CODES.has(error.code);
      if (!mayPass || performance.now() > deadlineMs) throw error;
      await delay(WAIT_MS);
    }
  }
}

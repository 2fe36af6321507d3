import { setTimeout as delay } from "node:timers/promises";
import { sqlStateOf } from "./sqlStateOf.ts";

const TRANSIENT_SQL_STATES = new Set([
  "40001", // serialization_failure
  "40P01", // deadlock_detected
  "53100", // disk_full: until somebody makes room
  "53300", // too_many_connections
  "57P01", // admin_shutdown
  "57P02", // crash_shutdown
  "57P03", // cannot_connect_now: starting up or shutting down
]);
const TRANSIENT_SYSTEM_CODES = new Set(["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "ENOTFOUND", "EAI_AGAIN"]);
/** Prisma's own codes: unreachable, timed out, closed the connection, no free connection, write conflict. */
const TRANSIENT_PRISMA_CODES = new Set(["P1001", "P1002", "P1008", "P1017", "P2024", "P2034"]);
const TRANSIENT_MESSAGES =
  /connection terminated|terminating connection|connection ended|not queryable|timeout exceeded when trying to connect|server closed the connection/i;

/** Whether the same call may succeed later: the database is away, is starting, has no room on its disk, or asked for a repetition. */
export function isTransientError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof AggregateError && error.errors.some(isTransientError)) return true;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  const sqlState = sqlStateOf(error) ?? "";
  if (TRANSIENT_SQL_STATES.has(sqlState) || TRANSIENT_PRISMA_CODES.has(code) || sqlState.startsWith("08")) return true;
  const systemCall = "syscall" in error ? error.syscall : undefined;
  if (TRANSIENT_SYSTEM_CODES.has(code) && systemCall !== undefined) return true;
  // The Unix socket of a Postgres that is not up.
  if (code === "ENOENT" && systemCall === "connect") return true;
  return TRANSIENT_MESSAGES.test(error.message);
}

export interface RetryOptions {
  /** Time after which the last error is thrown. */
  readonly giveUpAfterMs?: number;
  readonly firstDelayMs?: number;
  readonly signal?: AbortSignal;
  readonly onRetry?: (error: unknown, attempt: number) => void;
}

/**
 * Runs `operation`, again after transient errors with doubling waits (100 ms to 5 s), and throws the last error when time is up.
 * A lost connection can hide that a transaction did commit, so `operation` must be safe to repeat.
 */
export async function withRetry<T>(operation: () => Promise<T>, options: RetryOptions = {}): Promise<T> {
  const deadlineMs = performance.now() + (options.giveUpAfterMs ?? 60_000);
  let waitMs = options.firstDelayMs ?? 100;
  for (let attempt = 1; ; attempt++) {
    try {
      return await operation();
    } catch (error) {
      if (!isTransientError(error) || performance.now() + waitMs > deadlineMs) throw error;
      options.onRetry?.(error, attempt);
      await delay(waitMs, undefined, options.signal ? { signal: options.signal } : undefined);
      waitMs = Math.min(waitMs * 2, 5_000);
    }
  }
}

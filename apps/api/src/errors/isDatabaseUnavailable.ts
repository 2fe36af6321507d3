import { isTransientError } from "@maskyard/store";

interface ErrorShape {
  readonly cause?: unknown;
  readonly originalError?: unknown;
}

/** Whether an error, or what caused it, says that Postgres could not be reached: trying again later is what to do. */
export function isDatabaseUnavailable(error: unknown, depth = 0): boolean {
  if (typeof error !== "object" || error === null || depth > 6) {
    return false;
  }
  if (isTransientError(error)) {
    return true;
  }
  // GraphQL wraps what a resolver threw, and Prisma what the driver did.
  const { cause, originalError } = error as ErrorShape;
  return isDatabaseUnavailable(cause, depth + 1) || isDatabaseUnavailable(originalError, depth + 1);
}

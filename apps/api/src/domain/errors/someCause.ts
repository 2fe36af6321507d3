interface ErrorShape {
  readonly cause?: unknown;
  readonly originalError?: unknown;
}

const CAUSES_MAX = 6;

/** Whether it holds for an error or for what caused it: GraphQL wraps what a resolver threw, and Prisma what the driver did. */
export function someCause(error: unknown, holds: (error: unknown) => boolean, depth = 0): boolean {
  if (typeof error !== "object" || error === null || depth > CAUSES_MAX) {
    return false;
  }
  if (holds(error)) {
    return true;
  }
  const { cause, originalError } = error as ErrorShape;
  return someCause(cause, holds, depth + 1) || someCause(originalError, holds, depth + 1);
}

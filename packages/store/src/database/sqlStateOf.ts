interface PrismaFailure {
  readonly meta?: {
    readonly driverAdapterError?: { readonly cause?: { readonly code?: unknown; readonly originalCode?: unknown } };
  };
}

/** Postgres's code for what went wrong ("53100"), of an error of the driver or of Prisma, which carries the driver's inside; null: of neither. */
export function sqlStateOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  // Where Prisma has a word of its own for what went wrong, only the original is Postgres's.
  const inside = (error as PrismaFailure).meta?.driverAdapterError?.cause;
  const code = inside?.originalCode ?? inside?.code ?? ("code" in error ? error.code : undefined);
  return typeof code === "string" && /^[0-9A-Z]{5}$/.test(code) && !/^P[1-9]\d{3}$/.test(code) ? code : null;
}

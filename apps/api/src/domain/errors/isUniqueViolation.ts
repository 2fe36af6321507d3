import { Prisma } from "@maskyard/store/prisma";

/** Whether a write, by Prisma or in plain SQL, was refused because another row has these values already. */
export function isUniqueViolation(error: unknown): boolean {
  if (error instanceof Prisma.PrismaClientKnownRequestError) return error.code === "P2002";
  return error instanceof Error && "code" in error && error.code === "23505";
}

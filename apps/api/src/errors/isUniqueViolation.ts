import { Prisma } from "@maskyard/store/prisma";

/** Whether a write was refused because another row has these values already. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002";
}

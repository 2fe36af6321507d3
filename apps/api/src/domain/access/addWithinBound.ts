import { Prisma, type PrismaClient } from "@maskyard/store/prisma";

/** What may have so many of something, and no more. */
export type BoundOwner = { readonly projectId: string } | { readonly userId: string };

/**
 * Runs `add` in a transaction that holds the owner's row, so that those who add one of what it may have so many of come one after the other, and each
 * counts what the others added.
 */
export function addWithinBound<T>(
  prisma: PrismaClient,
  owner: BoundOwner,
  add: (transaction: Prisma.TransactionClient) => Promise<T>,
): Promise<T> {
  const lock =
    "projectId" in owner
      ? Prisma.sql`SELECT FROM project WHERE id = ${owner.projectId}::uuid FOR NO KEY UPDATE`
      : Prisma.sql`SELECT FROM "user" WHERE id = ${owner.userId} FOR NO KEY UPDATE`;
  return prisma.$transaction(async (transaction) => {
    await transaction.$executeRaw(lock);
    return add(transaction);
  });
}

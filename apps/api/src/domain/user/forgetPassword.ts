import type { PrismaClient } from "@maskyard/store/prisma";

/** Removes a password that its owner forgot or others learned, and ends every session: only a new link signs this person in. */
export async function forgetPassword(prisma: PrismaClient, userId: string): Promise<void> {
  await prisma.$transaction([
    prisma.account.deleteMany({ where: { userId, providerId: "credential" } }),
    prisma.session.deleteMany({ where: { userId } }),
  ]);
}

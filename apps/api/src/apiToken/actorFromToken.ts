import type { PrismaClient } from "@maskyard/store/prisma";
import type { Actor } from "../access/actor.ts";
import { isTokenText, tokenSha256 } from "./tokenText.ts";

/** "Last used" is for people: a minute's exactness spares a write on every request. */
const LAST_USED_STEP_MS = 60_000;

/** Whose token this is; null for one that is unknown, revoked or past its time. */
export async function actorFromToken(prisma: PrismaClient, token: string): Promise<Actor | null> {
  if (!isTokenText(token)) {
    return null;
  }
  const row = await prisma.apiToken.findUnique({ where: { sha256: tokenSha256(token) }, include: { user: true } });
  const now = new Date();
  if (row === null || row.revokedAt !== null || (row.expiresAt !== null && row.expiresAt <= now)) {
    return null;
  }
  if (row.lastUsedAt === null || now.getTime() - row.lastUsedAt.getTime() > LAST_USED_STEP_MS) {
    await prisma.apiToken.updateMany({ where: { id: row.id }, data: { lastUsedAt: now } });
  }
  return { userId: row.user.id, name: row.user.name, email: row.user.email, credential: "token" };
}

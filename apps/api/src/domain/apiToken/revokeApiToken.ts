import type { Services } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { NotFoundError } from "../errors/expectedErrors.ts";

/** Ends a token of the actor's own, at once. */
export async function revokeApiToken(services: Services, actor: Actor, tokenId: string): Promise<void> {
  const { count } = await services.prisma.apiToken.updateMany({
    where: { id: tokenId, userId: actor.userId, revokedAt: null },
    data: { revokedAt: new Date() },
  });
  if (count === 0) {
    throw new NotFoundError("You have no active token with this id.");
  }
}
